import { newId } from '#kernel';
import type { Milliseconds } from '#platform/config';
import type { Lookout } from './lookout.js';

/** Beats whose moments are remembered: those of some ten minutes. */
const REMEMBERED = 1_200;
/** What the server's times lack below a millisecond, twice. */
const ROUNDED: Milliseconds = 2;

/** One process beats for all; a clock that was set back must not keep the primary silent. */
const BEAT = `UPDATE replica_heartbeat SET beat = ?, beat_at = UTC_TIMESTAMP(3)
  WHERE id = 1 AND (beat_at < UTC_TIMESTAMP(3) - INTERVAL 400000 MICROSECOND OR beat_at > UTC_TIMESTAMP(3))`;
const LAST = `SELECT beat, TIMESTAMPDIFF(MICROSECOND, beat_at, UTC_TIMESTAMP(3)) AS age
  FROM replica_heartbeat WHERE id = 1`;

/**
 * A row of the primary that changes twice a second. Who finds a beat on a replica knows that all is there that was
 * committed before that beat, and this knows when that was, by the monotonic clock of this process: neither the clocks of
 * the servers nor the rights to ask a server about its replication are needed.
 */
export class Heartbeat {
  private readonly moments = new Map<string, Milliseconds>();

  constructor(private readonly primary: Pick<Lookout, 'ask'>) {}

  /** Beats, unless somebody has just done so, and notes the last beat. @throws as `Lookout.ask` */
  async beat(): Promise<void> {
    await this.primary.ask(BEAT, [newId()]);
    const askedAt = performance.now();
    const [last] = (await this.primary.ask(LAST)) as { beat: string; age: unknown }[];
    if (!last || this.moments.has(last.beat)) return;
    this.moments.set(last.beat, askedAt - Math.max(Number(last.age), 0) / 1_000 - ROUNDED);
    for (const [oldest] of this.moments) {
      if (this.moments.size <= REMEMBERED) break;
      this.moments.delete(oldest);
    }
  }

  /** All that was committed before this moment came before this beat; undefined for a beat of another time or server. */
  momentOf(beat: string): Milliseconds | undefined {
    return this.moments.get(beat);
  }
}
