import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { Database } from '#platform/database';
import { PeriodicJob } from '#platform/jobs';
import { DoomedFiles } from './doomed-files.js';
import { FileStore } from './file-store.js';

const BATCH = 50;
/**
 * Milliseconds a file is left alone that could not be deleted. Others go meanwhile, and once a store is back that was
 * away, nothing of an erased person stays there for much longer.
 */
const PUT_OFF = 60_000;
/** Files in a row that could not be deleted until the store is taken to be away: fewer than make uploads wait as well. */
const AWAY_AFTER = 3;

/**
 * Deletes files that nobody may see any more. One that the store refuses keeps no other: it is put off, and its name
 * stays until it is gone. A store that is away ends the run. Two processes that delete the same file do no harm.
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

  /** @throws PicturesUnavailable when one of them could not be deleted, after the others */
  async run(): Promise<void> {
    let refusal: { readonly error: unknown } | null = null;
    let inARow = 0;
    while (!this.stopping) {
      const names = await this.doomed.due(this.clock.now(), BATCH);
      for (const name of names) {
        const refused = await this.refusalOf(name);
        refusal ??= refused;
        inARow = refused ? inARow + 1 : 0;
        if (refused && inARow === AWAY_AFTER) throw refused.error;
      }
      if (names.length < BATCH) break;
    }
    if (refusal) throw refusal.error;
  }

  /** Null when the file is gone. */
  private async refusalOf(name: string): Promise<{ readonly error: unknown } | null> {
    try {
      await this.files.delete(name);
    } catch (error) {
      await this.doomed.putOff(name, new Date(this.clock.now().getTime() + PUT_OFF));
      return { error };
    }
    await this.doomed.spare(name);
    return null;
  }
}
