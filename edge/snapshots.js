import { Snapshot } from './snapshot.js';
import { SnapshotReader } from './snapshot-reader.js';

/** A platform ends work in the background after half a minute. */
const SPELL_MS = 20_000;
/** When the shop, or the store, did not answer. */
const PAUSE_MS = 2_000;

/** The newest whole snapshot this worker has; the next one is read in the background, and takes its place when it is whole. */
export class Snapshots {
  /** @type {Snapshot | null} */
  present = null;
  reading = null;
  looking = null;
  /** When anything may be begun again, in milliseconds since 1970. */
  readAt = 0;
  lookAt = 0;
  tooLarge = 0;

  /**
   * @param {import('./settings.js').Settings} settings
   * @param {import('./revisions.js').Revisions} revisions
   * @param {import('./kept-snapshots.js').KeptSnapshots | null} kept where other workers leave theirs
   */
  constructor(settings, revisions, kept) {
    Object.assign(this, { settings, revisions, kept, reader: new SnapshotReader(settings) });
  }

  /** Call it while the shop answers: sees to it that there is one of the present revision, in the background and once. */
  keepUp(ctx) {
    const { newest, confirmedAt } = this.revisions;
    if (this.settings.snapshotBytes === 0) return;
    if (this.present?.revision >= newest) {
      this.present.knownAt = confirmedAt;
      if (this.kept?.isDue(this.present)) ctx.waitUntil(this.kept.confirm(this.present));
      return;
    }
    if (this.tooLarge >= newest || Date.now() < this.readAt) return;
    this.reading ??= this.renew(newest).finally(() => (this.reading = null));
    ctx.waitUntil(this.reading);
  }

  /** While the shop does not answer: what is at hand, if it was the present catalogue at most AWAY_SECONDS ago. */
  async atHand() {
    if (this.settings.snapshotBytes === 0) return null;
    if (this.present === null && this.kept && Date.now() >= this.lookAt)
      this.looking ??= this.adopt(0).finally(() => (this.looking = null));
    await this.looking;
    return this.present && Date.now() - this.present.knownAt <= this.settings.awayMs ? this.present : null;
  }

  async renew(newest) {
    const began = Date.now();
    try {
      if (await this.adopt(newest)) return;
      const { content, tooLarge, unfinished } = await this.reader.read(newest, began + SPELL_MS);
      this.revisions.hear(content?.revision ?? tooLarge ?? unfinished);
      if (tooLarge) this.tooLarge = tooLarge;
      if (content) {
        this.present = new Snapshot(content, began);
        await this.kept?.put(this.present);
      }
      // What a time was too short for goes on at once; what is over is not begun again for a while.
      this.readAt = this.reader.begun ? 0 : began + this.settings.snapshotMs;
    } catch {
      this.readAt = Date.now() + PAUSE_MS;
    }
  }

  /** Takes what another worker has kept, if it is of this revision at least, and newer than what is here. */
  async adopt(least) {
    const found = await this.kept?.get(Math.max(least, (this.present?.revision ?? 0) + 1), this.settings.snapshotBytes);
    if (found) this.present = found;
    else this.lookAt = Date.now() + PAUSE_MS;
    return found !== null && found !== undefined;
  }
}
