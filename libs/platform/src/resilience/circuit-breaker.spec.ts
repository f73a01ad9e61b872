import { CircuitBreaker, CircuitOpen } from './circuit-breaker.js';

describe('[P25] CircuitBreaker', () => {
  let now = 0;
  const attempt = jest.fn<Promise<string>, []>();
  let breaker: CircuitBreaker;
  beforeEach(() => {
    now = 0;
    attempt.mockReset().mockRejectedValue(new Error('gone'));
    breaker = new CircuitBreaker(3, 1_000, () => now);
  });

  const run = () => breaker.run(attempt);
  const fail = async (times: number) => {
    for (let i = 0; i < times; i += 1) await expect(run()).rejects.toThrow('gone');
  };

  it('opens after three failures in a row', async () => {
    await fail(3);
    await expect(run()).rejects.toThrow(CircuitOpen);
    expect(attempt).toHaveBeenCalledTimes(3);
  });

  it('stays closed where a success lies between failures', async () => {
    await fail(2);
    attempt.mockResolvedValueOnce('answer');
    await run();
    await fail(2);
    expect(breaker.isOpen).toBe(false);
  });

  it('lets one attempt through per pause', async () => {
    await fail(3);
    now = 1_000;
    await fail(1);
    await expect(run()).rejects.toThrow(CircuitOpen);
    now = 2_000;
    await fail(1);
  });

  it('pauses after an attempt that hung for longer than the pause', async () => {
    await fail(3);
    now = 1_000;
    attempt.mockImplementationOnce(() => {
      now += 3_000;
      return Promise.reject(new Error('gone'));
    });
    await fail(1);
    await expect(run()).rejects.toThrow(CircuitOpen);
    now += 1_000;
    await fail(1);
  });

  it('closes with the first success', async () => {
    await fail(3);
    now = 1_000;
    attempt.mockResolvedValue('answer');
    expect([await run(), await run()]).toEqual(['answer', 'answer']);
  });
});
