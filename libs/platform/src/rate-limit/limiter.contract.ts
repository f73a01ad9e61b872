import { randomUUID } from 'node:crypto';
import { until } from '../cache/testing/until.js';
import type { Limiter, LimiterOptions } from './limiter.js';

/** What a limiter promises, wherever it counts. */
export function limiterContract(make: (options: LimiterOptions) => Limiter): void {
  let limiter: Limiter;
  beforeEach(() => {
    limiter = make({ name: `contract-${randomUUID()}`, points: 3, seconds: 60 });
  });

  const remaining = async (times: number, key = 'a') => {
    const seen: number[] = [];
    for (let at = 0; at < times; at += 1) seen.push((await limiter.count(key)).remaining);
    return seen;
  };
  const isExceeded = async (key = 'a') => (await limiter.count(key)).exceeded;

  it('counts down, and refuses what is beyond the limit', async () => {
    expect(await remaining(3)).toEqual([2, 1, 0]);
    expect(await limiter.count('a')).toMatchObject({ limit: 3, windowSeconds: 60, remaining: 0, exceeded: true });
  });

  it('counts at once where it counts alone, and else not at all', async () => {
    await limiter.count('a');
    const alone = limiter.countAlone('a');
    const counted = await limiter.count('a');
    expect(counted.remaining).toBe(alone ? 0 : 1);
    if (alone) expect(alone).toEqual({ ...counted, remaining: 1, resetSeconds: alone.resetSeconds });
  });

  it('tells when the window ends, and does not begin it anew', async () => {
    const seen = await Promise.all([limiter.count('a'), limiter.count('a'), limiter.count('a'), limiter.count('a')]);
    for (const { resetSeconds } of seen) {
      expect(resetSeconds).toBeGreaterThan(30);
      expect(resetSeconds).toBeLessThanOrEqual(60);
    }
  });

  it('lets through exactly as many of those who come at the same time', async () => {
    const seen = await Promise.all(Array.from({ length: 20 }, () => isExceeded()));
    expect(seen.filter((exceeded) => !exceeded)).toHaveLength(3);
  });

  it('counts each key by itself', async () => {
    await remaining(4);
    expect(await isExceeded('b')).toBe(false);
  });

  it('gives a point back', async () => {
    await remaining(3);
    await limiter.takeBack('a');
    expect([await isExceeded(), await isExceeded()]).toEqual([false, true]);
  });

  it('forgets a key that is reset', async () => {
    await remaining(4);
    await limiter.reset('a');
    expect(await remaining(1)).toEqual([2]);
  });

  it('locks a key for as long as it is told, from then on', async () => {
    await remaining(1);
    await limiter.lock('a', 600);
    const { exceeded, resetSeconds } = await limiter.count('a');
    expect(exceeded).toBe(true);
    expect(resetSeconds).toBeGreaterThan(500);
    await limiter.reset('a');
    expect(await isExceeded()).toBe(false);
  });

  it('begins anew when the window is over', async () => {
    limiter = make({ name: `contract-${randomUUID()}`, points: 1, seconds: 1, refusesByItself: true });
    expect([await isExceeded(), await isExceeded()]).toEqual([false, true]);
    await until(async () => !(await isExceeded()));
  });
}
