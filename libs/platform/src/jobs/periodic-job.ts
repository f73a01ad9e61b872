import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { asActivity } from '#platform/activity';
import type { Config, Milliseconds } from '#platform/config';
import { isDatabaseUnavailable } from '#platform/database';
import { metrics } from '#platform/observability';
import { untraced } from '#platform/tracing';

const durations = metrics.histogram(
  {
    name: 'job_duration_seconds',
    help: 'Runs of the work that is done again and again: done, failed, or cut short because the database does not answer (waits)',
    labels: ['job', 'outcome'],
  },
  [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300],
);

/**
 * Work that is done again and again, in every process that has background jobs. It never overlaps itself in one
 * process; that processes do not do the same work twice is for `run` to see to. A failure is logged and costs one run.
 */
export abstract class PeriodicJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** The longest pause between two runs. */
  abstract readonly every: Milliseconds;

  private readonly log = new Logger(this.constructor.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private again = false;
  private started = false;
  private stopped = false;
  private waits = false;
  private resting = false;

  constructor(protected readonly config: Config) {}

  abstract run(): Promise<void>;

  /** Said before the start: other processes do this work. */
  rest(): void {
    this.resting = true;
  }

  onApplicationBootstrap(): void {
    if (!this.config.backgroundJobs || this.resting) return;
    this.started = true;
    this.wait();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.running;
  }

  /** Runs without waiting for the next turn: now, or right after the run that is under way. */
  runSoon(): void {
    if (!this.started || this.stopped) return;
    if (this.running) this.again = true;
    else this.begin();
  }

  /** A long run looks here to end early. */
  protected get stopping(): boolean {
    return this.stopped;
  }

  // Processes that start together should not work together.
  private wait(): void {
    this.timer = setTimeout(() => this.begin(), this.every * (0.75 + Math.random() / 4)).unref();
  }

  private begin(): void {
    if (this.timer) clearTimeout(this.timer);
    this.again = false;
    // A run is nobody's: not even of whoever has asked for it to be soon. Use cases it calls begin traces of their own.
    this.running = untraced(() => this.runQuietly()).finally(() => {
      this.running = null;
      if (this.stopped) return;
      if (this.again) this.begin();
      else this.wait();
    });
  }

  private async runQuietly(): Promise<void> {
    const began = performance.now();
    const outcome = await this.outcomeOfRun();
    durations.labels(this.constructor.name, outcome).observe((performance.now() - began) / 1_000);
  }

  private async outcomeOfRun(): Promise<'done' | 'failed' | 'waits'> {
    try {
      await asActivity(this.constructor.name, () => this.run());
      this.waits = false;
      return 'done';
    } catch (error) {
      if (isDatabaseUnavailable(error)) {
        this.waitForDatabase();
        return 'waits';
      }
      this.log.error({ err: error }, 'This run failed, the next one will try again');
      return 'failed';
    }
  }

  /** Said once, however many runs it costs. */
  private waitForDatabase(): void {
    if (!this.waits) this.log.warn('It waits: the database does not answer');
    this.waits = true;
  }
}
