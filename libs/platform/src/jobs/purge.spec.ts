import { Logger } from '@nestjs/common';
import { SystemClock } from '#kernel';
import type { Config } from '#platform/config';
import { Purge } from '#platform/jobs';

const HOUR = 3_600_000;

class CountedPurge extends Purge {
  left = 0;
  runs = 0;

  constructor(backgroundJobs: boolean) {
    super(undefined as never, new SystemClock(), { backgroundJobs } as Config);
  }

  protected override async deleteBatch(): Promise<number> {
    this.runs++;
    if (this.left < 0) throw new Error('the database is gone');
    return this.left-- > 0 ? 1 : 0;
  }
}

describe('Purge', () => {
  beforeEach(() => {
    Logger.overrideLogger(false);
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('runs every hour until nothing is left', async () => {
    const purge = new CountedPurge(true);
    purge.left = 3;
    purge.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(HOUR);
    expect(purge.runs).toBe(4);
    await purge.beforeApplicationShutdown();
  });

  it('tries again after a failure, and stops at shutdown', async () => {
    const purge = new CountedPurge(true);
    purge.left = -1;
    purge.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(2 * HOUR);
    expect(purge.runs).toBeGreaterThanOrEqual(2);
    await purge.beforeApplicationShutdown();
    const { runs } = purge;
    await jest.advanceTimersByTimeAsync(5 * HOUR);
    expect(purge.runs).toBe(runs);
  });

  it('never runs by itself in a process without background jobs', async () => {
    const purge = new CountedPurge(false);
    purge.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(5 * HOUR);
    expect(purge.runs).toBe(0);
  });
});
