import { TooManyUnpaidOrders } from './errors.js';
import { UnpaidLimit } from './unpaid-limit.js';

describe('a limit of unpaid orders', () => {
  const limit = new UnpaidLimit(3);

  it.each([3, 4])('refuses one more to who has %d of 3', (unpaid) => {
    expect(() => limit.admits(unpaid, 0)).toThrow(TooManyUnpaidOrders);
    expect(() => limit.admits(unpaid, 1)).toThrow(expect.objectContaining({ code: 4006, facts: null }) as Error);
  });

  it('admits as many as are left, and leaves open those that depend on what becomes of others', () => {
    expect([0, 1, 2, 3, 4].map((undecided) => limit.admits(0, undecided))).toEqual([true, true, true, false, false]);
    expect([0, 1].map((undecided) => limit.admits(2, undecided))).toEqual([true, false]);
  });

  it('of 0 is none', () => {
    const none = new UnpaidLimit(0);
    expect([none.isUnlimited, limit.isUnlimited]).toEqual([true, false]);
    expect(none.admits(1_000, 1_000)).toBe(true);
  });
});
