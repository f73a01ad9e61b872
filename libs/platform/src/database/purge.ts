import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import type { Clock } from '#kernel';
import type { Config } from '#platform/config';
import type { Database } from './database.js';

const HOUR_MS = 3_600_000;
/** Rows deleted at once: few enough that nobody waits for their locks. */
export const PURGE_BATCH = 1_000;

/** Deletes what nobody needs any more, about once an hour in every process that has background jobs. */
export abstract class Purge implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(this.constructor.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private stopping = false;

  constructor(
    protected readonly database: Database,
    protected readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Deletes up to PURGE_BATCH rows; returns how many. */
  protected abstract deleteBatch(): Promise<number>;

  onApplicationBootstrap(): void {
    if (!this.config.backgroundJobs) return;
    // Processes that start together should not purge together.
    const interval = HOUR_MS * (0.5 + Math.random() / 2);
    this.timer = setInterval(() => {
      this.running ??= this.run()
        .catch((error: unknown) => this.log.warn({ err: error }, 'The rest is purged next time'))
        .finally(() => (this.running = null));
    }, interval).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.stopping = true;
    await this.running;
  }

  /** Deletes until nothing is left to delete. */
  async run(): Promise<void> {
    while (!this.stopping && (await this.deleteBatch()) > 0);
  }

  protected ago(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() - milliseconds);
  }
}
