import { ManualClock } from '#kernel';
import type { RedisConnection } from '#platform/cache';
import { KnownRevocations } from './known-revocations.js';
import { NOT_SHARED, RevocableCopies } from './revocable-copies.js';
import { figure } from '../../../../test/support/figures.js';

const SECOND = 1_000;

/** Redis as two processes share it; what it holds can be looked at and changed. */
class Shared {
  readonly held = new Map<string, string>();
  state: RedisConnection['state'] = 'up';

  async run(command: (client: never) => Promise<unknown>): Promise<never> {
    if (this.state !== 'up') throw new Error('no Redis');
    const client = {
      get: async (key: string) => this.held.get(key) ?? null,
      set: async (key: string, json: string) => void this.held.set(key, json),
      del: async (key: string) => void this.held.delete(key),
    };
    return (await command(client as never)) as never;
  }
}

/** A process, with the database it reads from. */
function aProcess(redis: Shared, clock: ManualClock, database: Map<string, string>) {
  const known = new KnownRevocations();
  known.begin(0, 0);
  const revocations = {
    isFresh: true,
    get epoch() {
      return known.epoch;
    },
    holds: (subject: string, epoch: number) => known.holds(subject, epoch),
  };
  const options = { name: 'test', prefix: 'p:', most: 100, localTtl: 60 * SECOND, redisTtl: 300 * SECOND };
  const copies = new RevocableCopies<string>(revocations, redis as never, clock, options);
  const reads = { count: 0 };
  const load = async () => {
    reads.count++;
    const value = database.get('key');
    const expiresAt = new Date(clock.now().getTime() + 600 * SECOND);
    return value === undefined ? null : { value, subject: 'user:1', expiresAt };
  };
  return { known, revocations, copies, reads, find: () => copies.find('key', load) };
}

describe('copies of what the database knows', () => {
  let redis: Shared;
  let clock: ManualClock;
  let database: Map<string, string>;
  beforeEach(() => {
    [redis, clock, database] = [new Shared(), new ManualClock(), new Map([['key', 'signed in']])];
  });
  const processes = () => [aProcess(redis, clock, database), aProcess(redis, clock, database)] as const;

  it('are read once, whoever asks meanwhile, and then found in the process and in Redis', async () => {
    const [a, b] = processes();
    expect(await Promise.all([a.find(), a.find(), a.find()])).toEqual(['signed in', 'signed in', 'signed in']);
    expect(a.copies.peek('key')).toBe('signed in');
    expect(await b.find()).toBe('signed in');
    expect([a.reads.count, b.reads.count]).toEqual([1, 0]);
  });

  it('count who found one in the process, and where it came from otherwise', async () => {
    const looks = () =>
      Promise.all(
        ['process hit', 'process miss', 'shared hit', 'shared miss'].map(async (name) => {
          const [level = '', result = ''] = name.split(' ');
          return (await figure('cache_requests_total', { cache: 'test', level, result })) ?? 0;
        }),
      );
    const before = await looks();
    const [a, b] = processes();
    await a.find();
    await a.find();
    await b.find();
    const after = await looks();
    expect(after.map((count, at) => count - (before[at] ?? 0))).toEqual([1, 2, 1, 1]);
  });

  it('[P02] are worth nothing after a revocation, in the process and from Redis, on every process that knows of it', async () => {
    const [a, b] = processes();
    await Promise.all([a.find(), b.find()]);
    database.delete('key');
    for (const { known } of [a, b]) known.hear(1, 'user:1');
    expect([a.copies.peek('key'), await a.find(), await b.find()]).toEqual([null, null, null]);
    expect(redis.held.size).toBe(1);
  });

  it('that Redis brings back after a revocation are not believed', async () => {
    const [a, b] = processes();
    await a.find();
    const backup = new Map(redis.held);
    database.delete('key');
    for (const { known } of [a, b]) known.read(1, 'user:1');
    redis.held.clear();
    for (const [key, json] of backup) redis.held.set(key, json);
    expect(await b.find()).toBeNull();
  });

  it('that were read while the revocation was on its way are not believed either', async () => {
    const a = aProcess(redis, clock, database);
    let committed = () => {};
    const reading = a.copies.find('key', async () => {
      await new Promise<void>((resolve) => (committed = resolve));
      return { value: 'read before', subject: 'user:1', expiresAt: new Date(clock.now().getTime() + SECOND) };
    });
    await new Promise(setImmediate);
    a.known.read(1, 'user:1');
    committed();
    await reading;
    expect(a.copies.peek('key')).toBeNull();
  });

  it('hold again for whoever signs in again', async () => {
    const [a, b] = processes();
    await a.find();
    for (const { known } of [a, b]) known.read(1, 'user:1');
    database.set('key', 'signed in again');
    expect(await a.find()).toBe('signed in again');
    expect(await b.find()).toBe('signed in again');
    expect(b.reads.count).toBe(0);
  });

  it('[P02] are not used by a process that does not know what was revoked in the last second', async () => {
    const a = aProcess(redis, clock, database);
    await a.find();
    a.revocations.isFresh = false;
    database.delete('key');
    expect([a.copies.peek('key'), await a.find()]).toEqual([null, null]);
  });

  it('that do not find the database answer what the database answers, and are not kept', async () => {
    const a = aProcess(redis, clock, database);
    const gone = () => Promise.reject(new Error('the database is gone'));
    await expect(a.copies.find('key', gone)).rejects.toThrow('the database is gone');
    expect(await a.find()).toBe('signed in');
  });

  it('sign nobody out when Redis is emptied, lost, or full of nonsense', async () => {
    const [a, b] = processes();
    await a.find();
    redis.held.set('p:key', 'nonsense');
    expect(await b.find()).toBe('signed in');
    redis.held.clear();
    expect(await aProcess(redis, clock, database).find()).toBe('signed in');
    redis.state = 'degraded';
    expect(await aProcess(redis, clock, database).find()).toBe('signed in');
  });

  it('end when the original does', async () => {
    const a = aProcess(redis, clock, database);
    await a.find();
    clock.advance(600 * SECOND);
    expect(a.copies.peek('key')).toBeNull();
    await a.find();
    expect(a.reads.count).toBe(2);
  });

  it('that were read in one moment are not all read again in one moment: each is kept for a quarter more or less', async () => {
    const { revocations } = aProcess(redis, clock, database);
    const options = { name: 'test', prefix: '', most: 100, localTtl: 100 * SECOND, redisTtl: 0 };
    const draws = [0, 0.5, 0.999];
    let now = 1;
    const random = () => draws.shift() ?? 0;
    const copies = new RevocableCopies<string>(revocations, NOT_SHARED, clock, options, () => now, random);
    const expiresAt = new Date(clock.now().getTime() + 600 * SECOND);
    const keys = ['short', 'usual', 'long'];
    for (const key of keys) await copies.find(key, async () => ({ value: key, subject: 'user:1', expiresAt }));
    const [, usual = '', long = ''] = keys;
    const keptAfter = (seconds: number) => {
      now = 1 + seconds * SECOND;
      return keys.filter((key) => copies.peek(key) !== null);
    };
    expect([74, 76, 99, 101, 124, 126].map(keptAfter)).toEqual([
      keys,
      [usual, long],
      [usual, long],
      [long],
      [long],
      [],
    ]);
  });

  it('can be dropped where only the copy is out of date', async () => {
    const [a, b] = processes();
    await a.find();
    database.set('key', 'extended');
    a.copies.drop('key');
    await new Promise(setImmediate);
    expect([await b.find(), await a.find()]).toEqual(['extended', 'extended']);
  });

  it('that were being read while their subject was revoked are read again for who asks after, and not kept', async () => {
    const [{ copies, known, find, reads }] = processes();
    let end: (() => void) | null = null;
    const old = { value: 'signed in', subject: 'user:1', expiresAt: new Date(clock.now().getTime() + SECOND) };
    const before = copies.find('key', () => new Promise((resolve) => (end = () => resolve(old))));
    while (end === null) await Promise.resolve();
    known.hear(1, 'user:1');
    database.set('key', 'signed in anew');
    const after = find();
    (end as () => void)();
    expect(await after).toBe('signed in anew');
    await before;
    expect([copies.peek('key'), reads.count]).toEqual([null, 1]);
  });

  describe('of many keys at once', () => {
    const loaderOf = (clock: ManualClock, expiresIn = SECOND) => {
      const asked: (readonly string[])[] = [];
      const load = async (missing: readonly string[]) => {
        asked.push(missing);
        const expiresAt = new Date(clock.now().getTime() + expiresIn);
        const there = missing.filter((key) => key !== 'nobody');
        return new Map(there.map((key) => [key, { value: `value of ${key}`, subject: `user:${key}`, expiresAt }]));
      };
      return { asked, load };
    };

    it('are asked for by one load, without those this process has, and then found one by one', async () => {
      const [{ copies }] = processes();
      const { asked, load } = loaderOf(clock);
      expect(await copies.findAll(['a', 'nobody'], load)).toEqual(new Map([['a', 'value of a']]));
      const all = await copies.findAll(['a', 'b', 'nobody'], load);
      expect([all.get('a'), all.get('b'), all.size]).toEqual(['value of a', 'value of b', 2]);
      await copies.findAll(['a', 'b'], load);
      expect(asked).toEqual([
        ['a', 'nobody'],
        ['b', 'nobody'],
      ]);
      expect(copies.peek('b')).toBe('value of b');
      expect(await copies.findAll([], load)).toEqual(new Map());
    });

    it('[P02] are read again after a revocation, also after one that came while they were read', async () => {
      const [{ copies, known }] = processes();
      const { asked, load } = loaderOf(clock);
      await copies.findAll(['a', 'b'], load);
      known.hear(1, 'user:a');
      await copies.findAll(['a', 'b'], async (missing) => {
        known.hear(2, 'user:a');
        return load(missing);
      });
      expect([asked.at(-1), copies.peek('a'), copies.peek('b')]).toEqual([['a'], null, 'value of b']);
    });

    it('are not kept when they are over already, or by a process that does not know what was revoked', async () => {
      const [{ copies, revocations }] = processes();
      expect(await copies.findAll(['a'], loaderOf(clock, 0).load)).toEqual(new Map([['a', 'value of a']]));
      revocations.isFresh = false;
      await copies.findAll(['b'], loaderOf(clock).load);
      revocations.isFresh = true;
      expect([copies.peek('a'), copies.peek('b')]).toEqual([null, null]);
    });
  });

  it('need no Redis where they are not to leave the process', async () => {
    const { revocations } = aProcess(redis, clock, database);
    const options = { name: 'test', prefix: '', most: 1, localTtl: SECOND, redisTtl: 0 };
    const copies = new RevocableCopies<string>(revocations, NOT_SHARED, clock, options);
    const expiresAt = new Date(clock.now().getTime() + SECOND);
    await copies.find('key', async () => ({ value: 'mine', subject: 'user:1', expiresAt }));
    expect([copies.peek('key'), redis.held.size]).toEqual(['mine', 0]);
    copies.drop('key');
    expect(copies.peek('key')).toBeNull();
  });
});
