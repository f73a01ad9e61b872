import { withDeadline } from '#platform/resilience';
import { openCache, type OpenCache, PATIENCE } from './testing/open-cache.js';
import { PrivateRedis, redisServerIsInstalled } from './testing/private-redis.js';
import { describeIf } from './testing/test-redis.js';
import { until } from './testing/until.js';

const minutes = { ttl: 600_000, missTtl: 600_000 };

describeIf(redisServerIsInstalled, 'redis-server')('[F06] Cache while Redis fails', () => {
  let server: PrivateRedis;
  let mine: OpenCache;
  let other: OpenCache;
  /** The truth, as a database would hold it. */
  let truth: string;
  const load = jest.fn(async () => truth);

  beforeEach(async () => {
    server = await PrivateRedis.start();
    mine = await openCache([server.url]);
    other = await openCache([server.url]);
    truth = 'old';
    load.mockClear();
  });
  afterEach(async () => {
    await Promise.all([mine.close(), other.close()]);
    await server.remove();
  });

  const read = ({ cache }: OpenCache) => withDeadline(cache.aside('faults:key', minutes, load), PATIENCE);
  const change = async ({ cache }: OpenCache, value: string) => {
    truth = value;
    await withDeadline(cache.drop('faults:key'), PATIENCE);
  };
  const isDegraded = () => until(() => mine.redis.state === 'degraded');
  const isUp = () => until(() => mine.redis.state === 'up' && other.redis.state === 'up');

  it('shows what another process has changed', async () => {
    expect([await read(mine), await read(other)]).toEqual(['old', 'old']);
    expect(load).toHaveBeenCalledTimes(1);
    await change(other, 'new');
    expect(await read(mine)).toBe('new');
  });

  it('loads while Redis is killed, and caches again once it is back, empty', async () => {
    await read(mine);
    await server.kill();
    for (const value of ['1', '2', '3', '4', '5']) {
      await change(mine, value);
      expect(await read(mine)).toBe(value);
    }
    await isDegraded();
    await server.restart();
    await isUp();
    await until(async () => {
      load.mockClear();
      return (await read(mine)) === '5' && load.mock.calls.length === 0;
    });
    expect(await read(other)).toBe('5');
  });

  it('loads while Redis is frozen, and serves no old value once it goes on', async () => {
    expect([await read(mine), await read(other)]).toEqual(['old', 'old']);
    server.freeze();
    for (const value of ['1', '2', '3', '4', '5']) {
      await change(mine, value);
      expect(await read(mine)).toBe(value);
    }
    await isDegraded();
    server.thaw();
    await isUp();
    expect(await read(mine)).toBe('5');
    await until(async () => (await read(other)) === '5');
  });

  it('recovers from a freeze so long that the connection was replaced', async () => {
    await read(mine);
    server.freeze();
    await change(mine, 'new');
    const frozen = performance.now();
    await until(() => performance.now() - frozen > 5_000);
    expect(await read(mine)).toBe('new');
    server.thaw();
    await isUp();
    expect(await read(mine)).toBe('new');
    await until(async () => (await read(other)) === 'new');
    await until(
      async () => Number(String(await server.command('INFO', 'clients')).match(/connected_clients:(\d+)/)?.[1]) === 3,
    );
  });

  it('repeats a deletion that did not reach Redis, so that other processes see the change too', async () => {
    await read(mine);
    const cut = jest.spyOn(mine.redis, 'run').mockRejectedValue(new Error('cut off'));
    await change(mine, 'new');
    expect([await read(mine), await read(other)]).toEqual(['new', 'old']);
    cut.mockRestore();
    await until(async () => (await read(other)) === 'new');
  });

  it('answers many callers at once while Redis is frozen, with one load', async () => {
    server.freeze();
    const answers = await withDeadline(Promise.all(Array.from({ length: 200 }, () => read(mine))), PATIENCE);
    expect(new Set(answers)).toEqual(new Set(['old']));
    expect(load).toHaveBeenCalledTimes(1);
    server.thaw();
  });
});
