import { latestCheck, nextCheckAfter } from './check-schedule.js';

const now = new Date('2026-11-23T04:00:00.000Z');
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const pauseAfter = (checks: number) => nextCheckAfter(checks, now).getTime() - now.getTime();

describe('the schedule of checks', () => {
  it('is the one by which WeChat Pay repeats its notifications', () => {
    const seconds = Array.from({ length: 14 }, (_, checks) => pauseAfter(checks) / SECOND);
    expect(seconds).toEqual([15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600]);
  });

  it('goes on every six hours', () => {
    expect([pauseAfter(14), pauseAfter(1_000)]).toEqual([6 * HOUR, 6 * HOUR]);
  });

  it('puts nothing off for longer than six hours', () => {
    expect(latestCheck(now).getTime() - now.getTime()).toBe(6 * HOUR);
  });
});
