import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { Milliseconds } from '#platform/config';
import { LONGEST_READING, metrics } from '#platform/observability';
import { withDeadline } from '#platform/resilience';

/** Several that ask at the same time cost one question. */
const GOOD_FOR: Milliseconds = 5_000;

interface Clearable {
  clear(): void;
}

/**
 * Gauges whose values one statement reads when somebody asks for the figures. While the database does not answer they
 * are absent: a figure that may be wrong is none.
 */
export abstract class DatabaseReading implements OnModuleInit, OnApplicationShutdown {
  protected abstract readonly gauges: readonly Clearable[];
  private reader: { stop(): void } | null = null;
  private readAt = -Infinity;
  private reading: Promise<void> | null = null;

  /** Reads, and answers what sets the gauges. */
  protected abstract read(): Promise<() => void>;

  onModuleInit(): void {
    this.reader = metrics.beforeTelling(() => this.renew());
  }

  onApplicationShutdown(): void {
    this.reader?.stop();
    this.clear();
  }

  private async renew(): Promise<void> {
    if (performance.now() - this.readAt < GOOD_FOR) return;
    this.reading ??= this.readNow().finally(() => (this.reading = null));
    await withDeadline(this.reading, LONGEST_READING).catch(() => this.clear());
  }

  private async readNow(): Promise<void> {
    const set = await this.read();
    this.clear();
    set();
    this.readAt = performance.now();
  }

  private clear(): void {
    for (const gauge of this.gauges) gauge.clear();
  }
}
