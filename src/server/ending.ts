import type { Milliseconds } from '#platform/config';
import { createLogger, JsonLogger } from '#platform/observability';

/** Orchestrators are told to allow 10 s (docs/operations.md). */
const HARD_DEADLINE: Milliseconds = 9_000;
/** After an error that nobody caught: the state of the process cannot be trusted any more. */
const DEADLINE_AFTER_CRASH: Milliseconds = 3_000;

/**
 * How this process ends: on SIGTERM or SIGINT with 0, after an error that nobody caught with 1. Either way it first does
 * what it was told to, within a deadline; while it is still starting there is nothing to do.
 */
export class Ending {
  // Whatever the level of the application's log is: these are last words.
  private readonly log = new JsonLogger(createLogger('warn'));
  private finish: () => Promise<void> = () => Promise.resolve();
  private begun = false;
  private exitCode = 0;

  constructor() {
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => this.begin(HARD_DEADLINE));
    // Rejections that nobody handles arrive here as well.
    process.on('uncaughtException', (error) => this.crash(error));
  }

  /** @param work is not begun twice, and cut off by the deadline */
  first(work: () => Promise<void>): void {
    this.finish = work;
  }

  private crash(error: unknown): void {
    if (this.exitCode === 0) this.log.fatal({ err: error }, 'Nobody caught this error: the process ends', 'Process');
    this.exitCode = 1;
    this.begin(DEADLINE_AFTER_CRASH);
  }

  private begin(deadline: Milliseconds): void {
    if (this.begun) return;
    this.begun = true;
    setTimeout(() => {
      this.log.warn(`Not all that was in flight could be finished in ${deadline / 1_000} s`, 'Process');
      process.exit(this.exitCode);
    }, deadline);
    this.finish().then(
      () => process.exit(this.exitCode),
      (error: unknown) => {
        this.log.fatal({ err: error }, 'The process could not end in order', 'Process');
        process.exit(1);
      },
    );
  }
}
