import { addedAt, aLine } from '../testing/a-cart.js';
import { GOES_BACK_WITHIN, TakeOut } from './take-out.js';

const placedAt = addedAt;
const after = (milliseconds: number) => new Date(placedAt.getTime() + milliseconds);
const taken = { customerId: 'me', lines: [aLine()] };
const placed = (what = taken) => {
  const takeOut = TakeOut.unknown('order');
  takeOut.place(what, placedAt);
  return takeOut;
};

describe('what an order takes out of a cart', () => {
  it('is due until the order is heard of, and remembered then', () => {
    const takeOut = TakeOut.unknown('order');
    const nothing = { placedAt: null, customerId: null, lines: [], cancelledAt: null };
    expect(takeOut.state).toEqual({ orderId: 'order', ...nothing });
    expect(takeOut.isDue(placedAt)).toBe(true);
    takeOut.place(taken, placedAt);
    expect(takeOut.isDue(placedAt)).toBe(false);
    expect(takeOut.state).toEqual({ orderId: 'order', placedAt, ...taken, cancelledAt: null });
    expect(TakeOut.restore(takeOut.state).state).toEqual(takeOut.state);
  });

  it('is what was taken at first, however often the order is heard of', () => {
    const takeOut = placed();
    takeOut.place({ customerId: 'other', lines: [] }, after(1));
    expect(takeOut.state).toMatchObject({ placedAt, ...taken });
  });

  it('names nobody when it is nothing', () => {
    expect(placed({ customerId: 'me', lines: [] }).state).toMatchObject({ customerId: null, lines: [], placedAt });
  });

  it('goes back once when the order is cancelled', () => {
    const takeOut = placed();
    expect(takeOut.cancel(after(5))).toEqual(taken);
    expect(takeOut.cancel(after(6))).toBeNull();
    expect(takeOut.state.cancelledAt).toEqual(after(5));
  });

  it.each([
    [GOES_BACK_WITHIN, taken],
    [GOES_BACK_WITHIN + 1, null],
  ])('goes back within the hour after placing (%d ms)', (milliseconds, expected) => {
    expect(placed().cancel(after(milliseconds))).toEqual(expected);
    expect(GOES_BACK_WITHIN).toBe(60 * 60 * 1000);
  });

  it('does not go back when it is nothing', () => {
    expect(placed({ customerId: 'me', lines: [] }).cancel(after(1))).toBeNull();
  });

  it('stays in the cart when the cancellation is heard of first', () => {
    const takeOut = TakeOut.unknown('order');
    expect(takeOut.cancel(after(GOES_BACK_WITHIN))).toBeNull();
    expect(takeOut.isDue(placedAt)).toBe(false);
    takeOut.place({ customerId: 'me', lines: [] }, placedAt);
    expect(takeOut.state).toMatchObject({ placedAt, cancelledAt: after(GOES_BACK_WITHIN), lines: [] });
    expect(takeOut.cancel(after(1))).toBeNull();
  });

  it('is due all the same when that cancellation came too late to bring anything back', () => {
    const takeOut = TakeOut.unknown('order');
    takeOut.cancel(after(GOES_BACK_WITHIN + 1));
    expect(takeOut.isDue(placedAt)).toBe(true);
  });
});
