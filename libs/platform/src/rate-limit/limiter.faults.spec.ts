import { withDeadline } from '#platform/resilience';
import { openCache, type OpenCache, PATIENCE } from '../cache/testing/open-cache.js';
import { PrivateRedis, redisServerIsInstalled } from '../cache/testing/private-redis.js';
import { describeIf } from '../cache/testing/test-redis.js';
import { until } from '../cache/testing/until.js';
import { Limiter } from './limiter.js';

const DAY = 86_400_000;

describeIf(redisServerIsInstalled, 'redis-server')('Limiters of two processes while Redis fails', () => {
  let server: PrivateRedis;
  let opened: OpenCache[];
  let mine: Limiter;
  let other: Limiter;

  beforeEach(async () => {
    server = await PrivateRedis.start();
    opened = [await openCache([server.url]), await openCache([server.url])];
    const options = { name: 'faults', points: 4, seconds: 600, refusesByItself: true };
    [mine, other] = opened.map(({ redis }) => new Limiter(options, redis)) as [Limiter, Limiter];
  });
  afterEach(async () => {
    await Promise.all(opened.map(({ close }) => close()));
    await server.remove();
  });

  const count = (limiter: Limiter, key = 'a') => withDeadline(limiter.count(key), PATIENCE);
  const exceeded = async (limiter: Limiter, times: number) => {
    const seen: boolean[] = [];
    for (let at = 0; at < times; at += 1) seen.push((await count(limiter)).exceeded);
    return seen;
  };
  const areUp = () => until(() => opened.every(({ redis }) => redis.state === 'up'));

  it('share one count, under a key that is gone when the window is over', async () => {
    expect([(await count(mine)).remaining, (await count(other)).remaining]).toEqual([3, 2]);
    expect(await server.command('KEYS', '*')).toEqual(['jishi:rate:faults:a']);
    expect(Number(await server.command('PTTL', 'jishi:rate:faults:a'))).toBeGreaterThan(500_000);
  });

  it('ask Redis no more about a client that has used up its limit', async () => {
    await exceeded(mine, 5);
    const before = await server.command('GET', 'jishi:rate:faults:a');
    expect(await exceeded(mine, 3)).toEqual([true, true, true]);
    const { resetSeconds, ...refused } = await count(mine);
    expect(refused).toEqual({ limit: 4, windowSeconds: 600, remaining: 0, exceeded: true });
    expect(resetSeconds).toBeGreaterThan(500);
    expect(resetSeconds).toBeLessThanOrEqual(600);
    expect(await server.command('GET', 'jishi:rate:faults:a')).toBe(before);
  });

  it('refuse a client that has used up its limit also when Redis is gone by then', async () => {
    await exceeded(mine, 5);
    await server.kill();
    expect(await exceeded(mine, 1)).toEqual([true]);
  });

  it('ask Redis again about a client that is given all points back', async () => {
    await exceeded(mine, 5);
    await mine.reset('a');
    expect(await exceeded(mine, 1)).toEqual([false]);
  });

  it('[F10] admit a client again when its window is over, though the clock was set back a day meanwhile', async () => {
    const options = { name: 'brief', points: 1, seconds: 1, refusesByItself: true };
    const brief = new Limiter(options, opened[0]?.redis ?? fail());
    expect(await exceeded(brief, 2)).toEqual([false, true]);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - DAY);
    await until(async () => !(await count(brief)).exceeded, PATIENCE).finally(() => clock.mockRestore());
  });

  it('[P42] still limit, each by itself, when Redis is killed, and share a count again once it is back', async () => {
    await exceeded(mine, 3);
    await server.kill();
    expect(await exceeded(mine, 5)).toEqual([false, false, false, false, true]);
    expect(await exceeded(other, 5)).toEqual([false, false, false, false, true]);
    await server.restart();
    await areUp();
    expect([(await count(mine, 'b')).remaining, (await count(other, 'b')).remaining]).toEqual([3, 2]);
  });

  it('answer while Redis is frozen, after a few deadlines without waiting, and go on with its count afterwards', async () => {
    await exceeded(mine, 2);
    server.freeze();
    const run = jest.spyOn(opened[0]?.redis ?? fail(), 'run');
    expect(await exceeded(mine, 5)).toEqual([false, false, false, false, true]);
    expect(opened[0]?.redis.state).toBe('degraded');
    const failures = await Promise.all(run.mock.results.map(({ value }) => (value as Promise<unknown>).catch(String)));
    expect(failures.filter((failure) => String(failure).includes('DeadlineExceeded')).length).toBeLessThanOrEqual(4);
    server.thaw();
    await areUp();
    expect((await count(other)).exceeded || (await count(other)).remaining <= 1).toBe(true);
  });

  it('reset and lock without Redis as well', async () => {
    await server.kill();
    await exceeded(mine, 5);
    await mine.reset('a');
    expect(await exceeded(mine, 1)).toEqual([false]);
    await mine.lock('a', 60);
    expect(await exceeded(mine, 1)).toEqual([true]);
    await mine.takeBack('b');
  });
});

function fail(): never {
  throw new Error('no connection was opened');
}
