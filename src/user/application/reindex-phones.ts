import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { asActivity } from '#platform/activity';
import type { Milliseconds } from '#platform/config';
import { BlindIndex, INDEX_KEYS_HELD } from '#platform/crypto';
import { PhoneIndex } from './phone-index.js';

/** Users of one batch: no more than the audit log names in one row. */
const BATCH = 100;
/** Until every process has the new keys, and what was begun with the old ones is written. */
export const KEYS_SETTLE: Milliseconds = 2 * INDEX_KEYS_HELD;

export interface ReindexPhonesCommand {
  readonly progress?: (done: string) => void;
  readonly wait?: (duration: Milliseconds) => Promise<unknown>;
}

export interface Reindexed {
  readonly indexed: number;
  /** Users whose phone number could not be indexed. When there are any, the old key stays beside the new one. */
  readonly stuck: readonly string[];
}

/**
 * Moves the blind index of phone numbers to a new key while the shop goes on. At every moment any two processes have a
 * key in common, under which every number has a digest: so a number never belongs to two users. A run that was
 * interrupted is taken up where the database shows it ended, and several at once do one run's work or one after another's.
 */
@Injectable()
export class ReindexPhones {
  constructor(
    private readonly index: BlindIndex,
    private readonly phones: PhoneIndex,
  ) {}

  /** @throws KeysUnavailable; run again, it goes on */
  async execute({ progress = () => undefined, wait = pause }: ReindexPhonesCommand = {}): Promise<Reindexed> {
    let keyNames = await this.index.keyNames();
    const [only = '', ...others] = keyNames;
    if (others.length === 0) {
      if (await this.phones.hasOlder(only)) {
        progress('An earlier run had come as far as removing the old key');
        return this.finish(only, { progress, wait }, 0);
      }
      await this.index.addKey(only);
      keyNames = await this.index.keyNames();
    }
    const newest = keyNames.at(-1) ?? '';
    progress(`${newest} is there; in ${KEYS_SETTLE / 1_000} s every process writes digests under it`);
    await wait(KEYS_SETTLE);
    const reindexed = await this.fill(newest, progress);
    if (reindexed.stuck.length > 0) return reindexed;
    for (const keyName of keyNames.slice(0, -1)) await this.index.removeKey(keyName);
    return this.finish(newest, { progress, wait }, reindexed.indexed);
  }

  /** Passes over all users until there is nothing left to add. */
  private async fill(keyName: string, progress: (done: string) => void): Promise<Reindexed> {
    for (let indexed = 0; ;) {
      const { added, stuck } = await this.pass(keyName, (done) =>
        progress(`${indexed + done} phone numbers indexed again`),
      );
      indexed += added;
      if (added === 0) return { indexed, stuck };
    }
  }

  private async pass(keyName: string, progress: (done: number) => void): Promise<{ added: number; stuck: string[] }> {
    let added = 0;
    const stuck: string[] = [];
    for (let after = ''; ;) {
      const userIds = await this.phones.lacking(keyName, after, BATCH);
      const last = userIds.at(-1);
      if (last === undefined) return { added, stuck };
      after = last;
      const outcome = await asActivity('keys:reindex', () => this.phones.add(keyName, userIds));
      added += outcome.added;
      stuck.push(...outcome.stuck);
      progress(added);
    }
  }

  /** Processes may write under the old key for a while: only then are its digests deleted. */
  private async finish(
    keyName: string,
    { progress, wait }: Required<ReindexPhonesCommand>,
    indexed: number,
  ): Promise<Reindexed> {
    progress(`In ${KEYS_SETTLE / 1_000} s no process uses the old key any more; then its digests are deleted`);
    await wait(KEYS_SETTLE);
    await this.phones.forgetOlder(keyName);
    return { indexed, stuck: [] };
  }
}
