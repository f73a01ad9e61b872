import type { OnApplicationShutdown } from '@nestjs/common';
import type { Cache as CacheManager } from 'cache-manager';
import type { Milliseconds } from '#platform/config';
import { looksAt } from './cache-figures.js';
import { cacheKey } from './cache-key.js';
import { spread } from './spread.js';
import { UnconfirmedDrops } from './unconfirmed-drops.js';

export interface Lifetimes {
  readonly ttl: Milliseconds;
  /** How long "there is none" is remembered; without it, not at all. */
  readonly missTtl?: Milliseconds;
}

/** A value being read or loaded for everybody who asks for its key meanwhile, as JSON. */
interface Flight {
  json: Promise<string>;
  writing: boolean;
}

/** Lifetimes are spread by this much either way, so that entries made together do not expire together. */
const JITTER = 0.1;

/**
 * Cache-aside: the database stays the truth, and without the cache everything still works, only slower.
 *
 * Once `drop` has resolved, this process never serves what was loaded before it, whether Redis could be reached or
 * not. Another process may go on serving it where it was loading the value at that very moment, or where this one
 * cannot reach Redis, and so may everybody where Redis came back from an old snapshot: never for longer than `ttl`
 * and a tenth, so choose a `ttl` for which that does no harm.
 */
export class Cache implements OnApplicationShutdown {
  private readonly flights = new Map<string, Flight>();
  private readonly writes = new Map<string, Promise<void>>();
  private readonly drops: UnconfirmedDrops;

  constructor(
    private readonly store: Pick<CacheManager, 'get' | 'set' | 'del'>,
    private readonly random: () => number = Math.random,
  ) {
    this.drops = new UnconfirmedDrops((key) => store.del(key));
  }

  /**
   * What the cache holds under `name` (`namespace:key`), else what `load` gives. Concurrent callers share one
   * `load`; one that fails is not remembered. Each caller gets a copy of its own of the value as JSON holds it
   * (a Date comes back as text), from the cache or not.
   *
   * Not inside a transaction that has written what `load` reads: others would be given what may be rolled back.
   *
   * @throws whatever `load` throws; never an error of the cache.
   */
  async aside<T>(name: string, lifetimes: Lifetimes, load: () => Promise<T | null>): Promise<T | null> {
    const key = cacheKey(name);
    const flight = this.flights.get(key) ?? this.depart(name, lifetimes, load);
    return JSON.parse(await flight.json) as T | null;
  }

  /** Forgets what is held under these names. Call it after the change has been committed. Never rejects. */
  async drop(...names: string[]): Promise<void> {
    await Promise.all(names.map((name) => this.dropKey(cacheKey(name))));
  }

  onApplicationShutdown(): void {
    this.drops.stop();
  }

  private depart(name: string, lifetimes: Lifetimes, load: () => Promise<unknown>): Flight {
    const key = cacheKey(name);
    const flight: Flight = { json: Promise.resolve('null'), writing: false };
    this.flights.set(key, flight);
    const [namespace = ''] = name.split(':', 1);
    flight.json = this.fly(flight, key, lifetimes, load, looksAt(namespace, 'shared'));
    return flight;
  }

  private async fly(
    flight: Flight,
    key: string,
    { ttl, missTtl = 0 }: Lifetimes,
    load: () => Promise<unknown>,
    looks: ReturnType<typeof looksAt>,
  ) {
    try {
      const cached = await this.read(key, Math.max(ttl, missTtl));
      (cached === undefined ? looks.misses : looks.hits).inc();
      if (cached !== undefined) return cached;
      const value = (await load()) ?? null;
      const json = JSON.stringify(value);
      this.write(flight, key, json, value === null ? missTtl : ttl);
      return json;
    } finally {
      // Nobody waits for the write, but until it is done the flight answers in its place.
      if (!flight.writing) this.leave(flight, key);
    }
  }

  private async read(key: string, longestTtl: Milliseconds): Promise<string | undefined> {
    if (this.drops.mayBeStale(key, longestTtl * (1 + JITTER))) return undefined;
    const cached = await this.store.get(key);
    return typeof cached === 'string' ? cached : undefined;
  }

  /** A flight that `drop` has overtaken writes nothing: it may have loaded what was true before. */
  private write(flight: Flight, key: string, json: string, ttl: Milliseconds): void {
    if (ttl <= 0 || this.flights.get(key) !== flight) return;
    const lifetime = Math.max(1, Math.round(spread(ttl, JITTER, this.random())));
    const done = () => {
      if (this.writes.get(key) === write) this.writes.delete(key);
      this.leave(flight, key);
    };
    // A failed write only means that the next caller loads again.
    const write: Promise<void> = this.store.set(key, json, lifetime).then(done, done);
    this.writes.set(key, write);
    flight.writing = true;
  }

  private leave(flight: Flight, key: string): void {
    if (this.flights.get(key) === flight) this.flights.delete(key);
  }

  private async dropKey(key: string): Promise<void> {
    this.flights.delete(key);
    this.drops.add(key);
    // Else the deletion might be sent first.
    await this.writes.get(key);
    await this.drops.settle(key);
  }
}
