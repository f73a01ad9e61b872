import { splitFen } from './split.js';

describe('fen that are split', () => {
  it('go to the largest remainders first, and of equal ones to the earlier', () => {
    expect(splitFen(2, [1, 1, 1])).toEqual([1, 1, 0]);
    expect(splitFen(100, [50, 30, 20])).toEqual([50, 30, 20]);
    expect(splitFen(5, [10, 20, 40])).toEqual([1, 1, 3]);
    expect(splitFen(1, [1, 2, 2])).toEqual([0, 1, 0]);
  });

  it('leave what weighs nothing alone', () => {
    expect(splitFen(3, [0, 5, 0])).toEqual([0, 3, 0]);
    expect(splitFen(0, [0, 5])).toEqual([0, 0]);
    expect(splitFen(0, [0, 0])).toEqual([0, 0]);
    expect(splitFen(0, [])).toEqual([]);
  });

  it('are exact where products are beyond what a double holds', () => {
    const half = Math.floor(Number.MAX_SAFE_INTEGER / 2);
    expect(splitFen(Number.MAX_SAFE_INTEGER - 2, [half, half])).toEqual([half, half - 1]);
    expect(splitFen(half, [half - 1, half])).toEqual([(half - 1) / 2, (half + 1) / 2]);
  });
});
