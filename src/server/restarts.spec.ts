import { Restarts } from './restarts.js';

describe('[P46] a worker that died', () => {
  const pausesAfter = (...lives: number[]) => {
    const restarts = new Restarts();
    return lives.map((seconds) => restarts.after(seconds * 1_000).pause);
  };

  it('is replaced at once when it had lived for a minute', () => {
    expect(pausesAfter(60, 3_600)).toEqual([0, 0]);
  });

  it('is replaced the later the more have died young, by half a minute at most', () => {
    expect(pausesAfter(1, 1, 1, 1, 1, 1, 1, 1)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('is no loop any more once one has lived for a minute', () => {
    const restarts = new Restarts();
    expect([1, 1, 1, 1, 90_000, 1].map((lived) => restarts.after(lived).loop)).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});
