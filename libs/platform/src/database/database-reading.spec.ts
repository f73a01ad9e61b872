import { DatabaseReading } from '#platform/database';
import { metrics } from '#platform/observability';
import { figure } from '../../../../test/support/figures.js';

const gauge = metrics.gauge({ name: 'test_reading', help: 'r' });

class Reading extends DatabaseReading {
  protected readonly gauges = [gauge];
  reads = 0;
  answer: () => Promise<number> = async () => 7;

  protected override async read(): Promise<() => void> {
    this.reads++;
    const value = await this.answer();
    return () => gauge.set(value);
  }
}

describe('figures that are read from the database', () => {
  let reading: Reading;
  let now: jest.SpyInstance<number, []>;
  beforeEach(() => {
    now = jest.spyOn(performance, 'now').mockReturnValue(1_000_000);
    reading = new Reading();
    reading.onModuleInit();
  });
  afterEach(() => {
    reading.onApplicationShutdown();
    now.mockRestore();
  });

  it('are read once for all who ask within some seconds', async () => {
    expect(await Promise.all([figure('test_reading'), figure('test_reading')])).toEqual([7, 7]);
    expect(await figure('test_reading')).toBe(7);
    expect(reading.reads).toBe(1);
    now.mockReturnValue(1_005_000);
    reading.answer = async () => 8;
    expect(await figure('test_reading')).toBe(8);
    expect(reading.reads).toBe(2);
  });

  it('are absent while they cannot be read, and back when they can', async () => {
    await figure('test_reading');
    now.mockReturnValue(1_005_000);
    reading.answer = () => Promise.reject(new Error('gone'));
    expect(await figure('test_reading')).toBeUndefined();
    reading.answer = async () => 9;
    expect(await figure('test_reading')).toBe(9);
  });

  it('are absent when they take too long, keep nobody waiting, and are not asked for a second time meanwhile', async () => {
    let answer: (value: number) => void = () => undefined;
    reading.answer = () => new Promise((resolve) => (answer = resolve));
    expect(await figure('test_reading')).toBeUndefined();
    expect(await figure('test_reading')).toBeUndefined();
    expect(reading.reads).toBe(1);
    answer(5);
    expect(await figure('test_reading')).toBe(5);
  });

  it('are none any more of an application that has shut down', async () => {
    await figure('test_reading');
    reading.onApplicationShutdown();
    expect(await figure('test_reading')).toBeUndefined();
  });
});
