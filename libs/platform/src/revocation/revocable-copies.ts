import { LRUCache } from 'lru-cache';
import type { Clock } from '#kernel';
import { looksAt, type RedisConnection, spread } from '#platform/cache';
import type { Milliseconds } from '#platform/config';
import type { Revocations } from './revocations.js';

/** What was read, about whom, and until when it holds by itself. */
export interface Original<T> {
  readonly value: T;
  /** A revocation of this subject makes every copy worthless. */
  readonly subject: string;
  readonly expiresAt: Date;
}

interface Copy<T> {
  readonly value: T;
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly epoch: number;
}

export interface CopyOptions {
  /** In the metrics. */
  readonly name: string;
  /** Prefix of the keys in Redis. */
  readonly prefix: string;
  /** Copies this process keeps. */
  readonly most: number;
  /** For how long, a quarter more or less: what was read together is not read again together. */
  readonly localTtl: Milliseconds;
  readonly redisTtl: Milliseconds;
}

const JITTER = 0.25;

/** In place of Redis: copies that do not leave this process. */
export const NOT_SHARED: Pick<RedisConnection, 'state' | 'run'> = {
  state: 'off',
  run: () => Promise.reject(new Error('These copies are not shared')),
};

/**
 * Copies of what the database knows, in this process and in Redis, that never outlive a revocation: each says up to
 * which revocation it takes account of, and is looked at again at every use. Redis can lose them or bring back old
 * ones: neither signs anybody out, or in again. Values must survive JSON.
 */
export class RevocableCopies<T> {
  private readonly local: LRUCache<string, Copy<T>>;
  private readonly loading = new Map<string, Promise<Copy<T> | null>>();
  private readonly looks;
  private readonly sharedLooks;

  constructor(
    private readonly revocations: Pick<Revocations, 'isFresh' | 'epoch' | 'holds'>,
    private readonly redis: Pick<RedisConnection, 'state' | 'run'>,
    private readonly clock: Clock,
    private readonly options: CopyOptions,
    now: () => Milliseconds = () => performance.now(),
    private readonly random: () => number = Math.random,
  ) {
    this.local = new LRUCache({ max: options.most, ttlResolution: 0, perf: { now } });
    this.looks = looksAt(options.name, 'process');
    this.sharedLooks = looksAt(options.name, 'shared');
  }

  /** This process's own copy, or null. Costs no more than a look. */
  peek(key: string): T | null {
    if (!this.revocations.isFresh) return null;
    const copy = this.local.get(key);
    if (!copy || !this.isGood(copy)) return null;
    this.looks.hits.inc();
    return copy.value;
  }

  /**
   * The value under this key: from this process, from Redis, or from where `load` gets it; null, which is not kept,
   * when it gets none. Callers at one time share one `load`.
   */
  async find(key: string, load: () => Promise<Original<T> | null>): Promise<T | null> {
    if (!this.revocations.isFresh) return (await load())?.value ?? null;
    const copy = this.peek(key);
    if (copy !== null) return copy;
    this.looks.misses.inc();
    const underWay = this.loading.get(key);
    if (!underWay) return (await this.depart(key, load))?.value ?? null;
    const found = await underWay;
    // Revoked while somebody else read it: that may have been before, and this caller came after.
    if (found && !this.revocations.holds(found.subject, found.epoch)) return (await load())?.value ?? null;
    return found && found.value;
  }

  /**
   * The values under those of these keys that have one: from this process, and of the rest, asked for by one `load`, what it gets.
   * Redis is not asked.
   */
  async findAll(
    keys: readonly string[],
    load: (missing: readonly string[]) => Promise<ReadonlyMap<string, Original<T>>>,
  ): Promise<ReadonlyMap<string, T>> {
    const found = new Map<string, T>();
    for (const key of keys) {
      const copy = this.peek(key);
      if (copy !== null) found.set(key, copy);
    }
    const missing = keys.filter((key) => !found.has(key));
    if (missing.length === 0) return found;
    this.looks.misses.inc(missing.length);
    const { isFresh, epoch } = this.revocations;
    for (const [key, original] of await load(missing)) {
      found.set(key, original.value);
      if (isFresh) this.keepIfGood(key, original, epoch);
    }
    return found;
  }

  /** Forgets a copy that is out of date and revokes nothing. Other processes find that out when they use theirs. */
  drop(key: string): void {
    this.local.delete(key);
    this.redis.run((client) => client.del(this.options.prefix + key), 'DEL').catch(() => undefined);
  }

  private depart(key: string, load: () => Promise<Original<T> | null>): Promise<Copy<T> | null> {
    const flight = this.fetch(key, load).finally(() => this.loading.delete(key));
    this.loading.set(key, flight);
    return flight;
  }

  private async fetch(key: string, load: () => Promise<Original<T> | null>): Promise<Copy<T> | null> {
    const kept = await this.fromRedis(key);
    if (kept) {
      this.keep(key, kept);
      return kept;
    }
    const { epoch } = this.revocations;
    const original = await load();
    if (!original) return null;
    const copy = this.keepIfGood(key, original, epoch);
    if (this.revocations.holds(copy.subject, epoch)) this.toRedis(key, copy);
    return copy;
  }

  private keepIfGood(key: string, { value, subject, expiresAt }: Original<T>, epoch: number): Copy<T> {
    const copy = { value, subject, expiresAt: expiresAt.getTime(), epoch };
    if (this.isGood(copy)) this.keep(key, copy);
    return copy;
  }

  private keep(key: string, copy: Copy<T>): void {
    this.local.set(key, copy, { ttl: spread(this.options.localTtl, JITTER, this.random()) });
  }

  private async fromRedis(key: string): Promise<Copy<T> | null> {
    if (this.redis.state !== 'up') return null;
    try {
      const json = await this.redis.run((client) => client.get(this.options.prefix + key), 'GET');
      const copy = json === null ? null : (JSON.parse(json) as Copy<T>);
      const isGood = copy !== null && this.isGood(copy);
      (isGood ? this.sharedLooks.hits : this.sharedLooks.misses).inc();
      return isGood ? copy : null;
    } catch {
      return null;
    }
  }

  private toRedis(key: string, copy: Copy<T>): void {
    if (this.redis.state !== 'up') return;
    const ttl = Math.min(this.options.redisTtl, copy.expiresAt - this.clock.now().getTime());
    if (ttl <= 0) return;
    this.redis
      .run((client) => client.set(this.options.prefix + key, JSON.stringify(copy), { PX: Math.ceil(ttl) }), 'SET')
      .catch(() => undefined);
  }

  private isGood({ subject, epoch, expiresAt }: Copy<T>): boolean {
    return expiresAt > this.clock.now().getTime() && this.revocations.holds(subject, epoch);
  }
}
