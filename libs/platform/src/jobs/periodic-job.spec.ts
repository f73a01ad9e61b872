import { Logger } from '@nestjs/common';
import type { Config } from '#platform/config';
import { DatabaseUnavailable } from '#platform/database';
import { PeriodicJob } from '#platform/jobs';
import { figure } from '../../../../test/support/figures.js';
import { signal } from '../../../../test/support/signal.js';

const EVERY = 1_000;

class Counted extends PeriodicJob {
  readonly every = EVERY;
  runs = 0;
  work: () => Promise<void> = () => Promise.resolve();

  constructor(backgroundJobs = true) {
    super({ backgroundJobs } as Config);
  }

  async run(): Promise<void> {
    this.runs++;
    await this.work();
  }
}

describe('a periodic job', () => {
  let job: Counted;
  beforeEach(() => {
    jest.useFakeTimers();
    job = new Counted();
    job.onApplicationBootstrap();
  });
  afterEach(async () => {
    await job.beforeApplicationShutdown();
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('runs once in each period, give or take', async () => {
    await jest.advanceTimersByTimeAsync(EVERY);
    expect(job.runs).toBe(1);
    await jest.advanceTimersByTimeAsync(11 * EVERY);
    expect(job.runs).toBeGreaterThanOrEqual(12);
    expect(job.runs).toBeLessThanOrEqual(16);
  });

  it('is counted by what came of it', async () => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation();
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const runs = async (outcome: string) =>
      (await figure('job_duration_seconds_count', { job: 'Counted', outcome })) ?? 0;
    for (const [outcome, error] of [
      ['done', null],
      ['failed', new Error('no')],
      ['waits', new DatabaseUnavailable()],
    ] as const) {
      const before = await runs(outcome);
      job.work = async () => {
        if (error) throw error;
      };
      job.runSoon();
      await jest.advanceTimersByTimeAsync(1);
      expect((await runs(outcome)) - before).toBe(1);
    }
  });

  it('never runs in a process without background jobs', async () => {
    const other = new Counted(false);
    other.onApplicationBootstrap();
    other.runSoon();
    await jest.advanceTimersByTimeAsync(10 * EVERY);
    expect(other.runs).toBe(0);
  });

  it('never overlaps itself, and shutdown waits for the run under way', async () => {
    const { given, give } = signal();
    job.work = () => given;
    await jest.advanceTimersByTimeAsync(10 * EVERY);
    expect(job.runs).toBe(1);
    const stopped = jest.fn();
    const stopping = job.beforeApplicationShutdown().then(stopped);
    await jest.advanceTimersByTimeAsync(10 * EVERY);
    expect(stopped).not.toHaveBeenCalled();
    give();
    await stopping;
    await jest.advanceTimersByTimeAsync(10 * EVERY);
    expect(job.runs).toBe(1);
  });

  it('runs at once when it is asked to', async () => {
    job.runSoon();
    expect(job.runs).toBe(1);
    await jest.advanceTimersByTimeAsync(EVERY);
    expect(job.runs).toBe(2);
  });

  it('runs once more, at once, when it is asked to while it runs', async () => {
    const { given, give } = signal();
    job.work = () => given;
    job.runSoon();
    job.runSoon();
    job.runSoon();
    expect(job.runs).toBe(1);
    give();
    await jest.advanceTimersByTimeAsync(0);
    expect(job.runs).toBe(2);
  });

  it('goes on after a failure: an error is logged whole, a database that does not answer in one line however long', async () => {
    const [error, warn] = [jest.spyOn(Logger.prototype, 'error'), jest.spyOn(Logger.prototype, 'warn')];
    for (const spy of [error, warn]) spy.mockImplementation();
    const failure = new Error('no');
    job.work = () => Promise.reject(failure);
    await jest.advanceTimersByTimeAsync(EVERY);
    expect(error).toHaveBeenCalledWith({ err: failure }, expect.any(String));
    job.work = () => Promise.reject(new DatabaseUnavailable());
    await jest.advanceTimersByTimeAsync(30 * EVERY);
    expect(warn).toHaveBeenCalledTimes(1);
    const runs = job.runs;
    expect(runs).toBeGreaterThanOrEqual(30);
    job.work = () => Promise.resolve();
    await jest.advanceTimersByTimeAsync(EVERY);
    // What it missed is not made up for in a burst.
    expect(job.runs - runs).toBeLessThanOrEqual(2);
  });
});
