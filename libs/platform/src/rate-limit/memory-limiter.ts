import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const MAX_KEYS = 100_000;

interface Count {
  points: number;
  until: number;
}

/**
 * Counts in this process alone: where there is no Redis, and while Redis does not answer. Unlike the library's own it has
 * an end: who floods a process with addresses makes it forget the oldest counts, not run out of memory.
 */
export class MemoryLimiter extends RateLimiterMemory {
  private readonly counts: LRUCache<string, Count>;

  constructor(options: { readonly points: number; readonly duration: number }, maxKeys = MAX_KEYS) {
    super(options);
    // By size and not by number, for which room would be made at once: megabytes for each limiter, while Redis counts.
    this.counts = new LRUCache({ maxSize: maxKeys, sizeCalculation: () => 1 });
  }

  /** Answers beyond the limit too: how many points were consumed tells. */
  override async consume(key: string, points = 1): Promise<RateLimiterRes> {
    return this.add(key, points);
  }

  override async reward(key: string, points = 1): Promise<RateLimiterRes> {
    return this.add(key, -points);
  }

  override async block(key: string, seconds: number): Promise<RateLimiterRes> {
    this.counts.set(key, { points: this.points + 1, until: monotonic() + seconds * 1000 });
    return this.add(key, 0);
  }

  override async delete(key: string): Promise<boolean> {
    return this.counts.delete(key);
  }

  /** Changes a count, and says what it is. */
  add(key: string, points: number): RateLimiterRes {
    const now = monotonic();
    const found = this.counts.get(key);
    const count = found && found.until > now ? found : { points: 0, until: now + this.msDuration };
    count.points += points;
    this.counts.set(key, count);
    return new RateLimiterRes(Math.max(this.points - count.points, 0), count.until - now, count.points);
  }
}

/** Milliseconds; a clock that is set back must not make anybody wait for longer. */
function monotonic(): number {
  return Math.floor(performance.now());
}
