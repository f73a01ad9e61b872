import { Cache } from './cache.js';
import { cacheContract } from './cache.contract.js';
import { openCache } from './testing/open-cache.js';
import { describeIf, testRedisUrl } from './testing/test-redis.js';

describe('Cache in memory', () => cacheContract(() => openCache()));

describeIf(testRedisUrl !== undefined, 'Redis (TEST_REDIS_URL)')('Cache on Redis', () => {
  cacheContract(() => openCache([testRedisUrl ?? '']));
});

describe('Cache over a store of any kind', () => {
  const store = { get: jest.fn(), set: jest.fn(), del: jest.fn() };
  beforeEach(() => {
    store.get.mockReset().mockResolvedValue(undefined);
    store.set.mockReset().mockResolvedValue(undefined);
    store.del.mockReset().mockResolvedValue(true);
  });

  it.each([
    [0, 900, 90],
    [0.5, 1_000, 100],
    [0.999_999, 1_100, 110],
  ])('spreads lifetimes by a tenth either way (random %d)', async (random, ttl, missTtl) => {
    const cache = new Cache(store, () => random);
    await cache.aside('spread:value', { ttl: 1_000, missTtl: 100 }, async () => 1);
    await cache.aside('spread:none', { ttl: 1_000, missTtl: 100 }, async () => null);
    expect(store.set.mock.calls).toEqual([
      ['jishi:cache:spread:value', '1', ttl],
      ['jishi:cache:spread:none', 'null', missTtl],
    ]);
  });

  it('answers without waiting for the write, and meanwhile without loading again', async () => {
    store.set.mockReturnValue(new Promise(() => undefined));
    const cache = new Cache(store);
    const load = jest.fn(async () => 'value');
    expect([await cache.aside('k:1', { ttl: 1_000 }, load), await cache.aside('k:1', { ttl: 1_000 }, load)]).toEqual([
      'value',
      'value',
    ]);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('sends every deletion after the write it is to undo', async () => {
    let written = () => {};
    store.set.mockReturnValue(new Promise<void>((resolve) => (written = resolve)));
    const cache = new Cache(store);
    await cache.aside('k:1', { ttl: 1_000 }, async () => 'old');
    const drops = [cache.drop('k:1'), cache.drop('k:1')];
    await Promise.resolve();
    expect(store.del).not.toHaveBeenCalled();
    written();
    await Promise.all(drops);
    expect(store.del).toHaveBeenCalledTimes(2);
  });

  it('holds on to nothing once a write has ended that a drop overtook', async () => {
    let written = () => {};
    store.set.mockReturnValueOnce(new Promise<void>((resolve) => (written = resolve)));
    const cache = new Cache(store);
    const load = jest.fn<Promise<string>, []>().mockResolvedValueOnce('old');
    await cache.aside('k:1', { ttl: 1_000 }, load);
    const drop = cache.drop('k:1');
    load.mockRejectedValueOnce(new Error('database gone'));
    await expect(cache.aside('k:1', { ttl: 1_000 }, load)).rejects.toThrow('database gone');
    written();
    await drop;
    load.mockResolvedValueOnce('new');
    expect(await cache.aside('k:1', { ttl: 1_000 }, load)).toBe('new');
  });

  it('does not read what a failed deletion has left behind', async () => {
    store.get.mockResolvedValue('"old"');
    store.del.mockRejectedValue(new Error('gone'));
    const cache = new Cache(store);
    await cache.drop('k:1');
    expect(await cache.aside('k:1', { ttl: 1_000 }, async () => 'new')).toBe('new');
    expect(await cache.aside('k:2', { ttl: 1_000 }, async () => 'new')).toBe('old');
    cache.onApplicationShutdown();
  });
});
