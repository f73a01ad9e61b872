import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { Database } from '#platform/database';
import { PeriodicJob } from '#platform/jobs';
import { DoomedFiles } from './doomed-files.js';
import { FileStore } from './file-store.js';

const BATCH = 50;

/**
 * Deletes files that nobody may see any more. A store that does not answer ends the run, and the next one goes on: the
 * names stay until their files are gone. Two processes that delete the same file do no harm.
 */
@Injectable()
export class DeleteFiles extends PeriodicJob {
  readonly every = 10_000;

  constructor(
    private readonly doomed: DoomedFiles,
    private readonly files: FileStore,
    private readonly database: Database,
    private readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  /** Has files deleted once the caller's transaction is committed, which must be there. */
  async soon(names: readonly string[]): Promise<void> {
    await this.doomed.add(names, this.clock.now());
    this.database.afterCommit(() => this.runSoon());
  }

  /** @throws PicturesUnavailable */
  async run(): Promise<void> {
    while (!this.stopping) {
      const names = await this.doomed.due(this.clock.now(), BATCH);
      for (const name of names) {
        await this.files.delete(name);
        await this.doomed.spare(name);
      }
      if (names.length < BATCH) return;
    }
  }
}
