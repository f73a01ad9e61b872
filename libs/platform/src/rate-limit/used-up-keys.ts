import { LRUCache } from 'lru-cache';
import type { Milliseconds } from '#platform/config';

const MOST = 10_000;

/**
 * Keys that have no point left, each until its window ends: a client known to be beyond its limit costs no round trip to
 * Redis. By the monotonic clock: one that is set back must not make anybody wait for longer. Of too many the one that was
 * not asked about for longest is forgotten; Redis still knows it.
 */
export class UsedUpKeys {
  private readonly ends: LRUCache<string, Milliseconds>;

  constructor(
    private readonly now: () => Milliseconds = () => performance.now(),
    most = MOST,
  ) {
    // By size and not by number, for which room would be made at once: nobody may ever be beyond a limit.
    this.ends = new LRUCache({ maxSize: most, sizeCalculation: () => 1 });
  }

  note(key: string, left: Milliseconds): void {
    this.ends.set(key, this.now() + left);
  }

  /** 0: nothing says that the key is used up. */
  left(key: string): Milliseconds {
    const end = this.ends.get(key);
    return end === undefined ? 0 : Math.max(end - this.now(), 0);
  }

  forget(key: string): void {
    this.ends.delete(key);
  }
}
