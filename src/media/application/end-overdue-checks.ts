import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { PeriodicJob } from '#platform/jobs';
import { Uploads } from '../domain/uploads.js';

/** Milliseconds; WeChat promises its verdict within 30 minutes. */
const PATIENCE = 2 * 3_600_000;
const BATCH = 100;

/** Pictures nobody told anything about in time are left unchecked. A verdict that comes later still counts. */
@Injectable()
export class EndOverdueChecks extends PeriodicJob {
  readonly every = 600_000;
  private readonly logger = new Logger(EndOverdueChecks.name);

  constructor(
    private readonly uploads: Uploads,
    private readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  async run(): Promise<void> {
    while (!this.stopping) {
      const before = new Date(this.clock.now().getTime() - PATIENCE);
      const overdue = await this.uploads.pendingSince(before, BATCH);
      for (const id of overdue) await this.uploads.change(id, (upload) => upload.leaveUnchecked());
      if (overdue.length > 0)
        this.logger.warn(`${overdue.length} pictures are accepted unchecked: WeChat did not tell in time what it saw`);
      if (overdue.length < BATCH) return;
    }
  }
}
