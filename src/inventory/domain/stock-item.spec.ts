import fc from 'fast-check';
import { ImpossibleAdjustment, NotEnoughStock } from './errors.js';
import { MOST_ON_HAND, type Movement, StockItem } from './stock-item.js';

const at = new Date('2026-01-01T00:00:00.000Z');

/** An item as it comes from the database. */
const anItem = ({ available = 10, reserved = 0, sold = 0 } = {}) =>
  StockItem.restore({ skuId: 'tea', available, reserved, sold });

const levelsOf = ({ available, reserved, sold }: StockItem) => ({ available, reserved, sold });
const lineOf = (movement: Partial<Movement>) => ({ skuId: 'tea', orderId: null, reason: null, at, ...movement });

describe('a stock item', () => {
  it('starts with all its units for sale', () => {
    const item = StockItem.introduce('tea', 10, at);
    expect(levelsOf(item)).toEqual({ available: 10, reserved: 0, sold: 0 });
    expect(item.takeMovements()).toEqual([lineOf({ type: 'initial', quantity: 10 })]);
  });

  it.each([-1, 0.5, NaN, Infinity, MOST_ON_HAND + 1])('cannot start with %p units', (initial) => {
    expect(() => StockItem.introduce('tea', initial, at)).toThrow(ImpossibleAdjustment);
  });

  it.each([0, MOST_ON_HAND])('may start with %p units', (initial) => {
    expect(StockItem.introduce('tea', initial, at).available).toBe(initial);
  });

  it('holds reserved units back from sale', () => {
    const item = anItem();
    item.reserve(4, 'order', at);
    expect(levelsOf(item)).toEqual({ available: 6, reserved: 4, sold: 0 });
    expect(item.onHand).toBe(10);
    expect(item.takeMovements()).toEqual([lineOf({ type: 'reserved', quantity: -4, orderId: 'order' })]);
  });

  it('gives its last unit away, and no more', () => {
    const item = anItem({ available: 1 });
    item.reserve(1, 'order', at);
    expect(() => item.reserve(1, 'other', at)).toThrow(NotEnoughStock);
    expect(levelsOf(item)).toEqual({ available: 0, reserved: 1, sold: 0 });
  });

  it('says what is lacking', () => {
    const shortages = [{ skuId: 'tea', requested: 11, available: 10 }];
    const refusal: unknown = expect.objectContaining({ code: 3001, facts: { shortages }, shortages });
    expect(() => anItem().reserve(11, 'order', at)).toThrow(refusal as Error);
  });

  it('puts released units back for sale', () => {
    const item = anItem({ available: 6, reserved: 4 });
    item.release(4, 'order', at);
    expect(levelsOf(item)).toEqual({ available: 10, reserved: 0, sold: 0 });
    expect(item.takeMovements()).toEqual([lineOf({ type: 'released', quantity: 4, orderId: 'order' })]);
  });

  it('sells what was reserved, and what is for sale stays as it is', () => {
    const item = anItem({ available: 6, reserved: 4 });
    item.sell(4, 'order', at);
    expect(levelsOf(item)).toEqual({ available: 6, reserved: 0, sold: 4 });
    expect(item.takeMovements()).toEqual([lineOf({ type: 'sold', quantity: 0, orderId: 'order' })]);
  });

  it('takes sold units back for sale', () => {
    const item = anItem({ available: 6, sold: 4 });
    item.takeBack(4, 'order', at);
    expect(levelsOf(item)).toEqual({ available: 10, reserved: 0, sold: 0 });
    expect(item.takeMovements()).toEqual([lineOf({ type: 'returned', quantity: 4, orderId: 'order' })]);
  });

  it.each(['release', 'sell', 'takeBack'] as const)('never lets %s move more than there is', (move) => {
    const item = anItem({ available: 10, reserved: 2, sold: 2 });
    expect(() => item[move](3, 'order', at)).toThrow('3 units');
    expect(levelsOf(item)).toEqual({ available: 10, reserved: 2, sold: 2 });
    expect(item.takeMovements()).toEqual([]);
  });

  it.each(['reserve', 'release', 'sell', 'takeBack'] as const)('lets %s move whole, positive units only', (move) => {
    const item = anItem({ available: 10, reserved: 10, sold: 10 });
    for (const quantity of [0, -1, 0.5, NaN]) expect(() => item[move](quantity, 'order', at)).toThrow(RangeError);
    expect(levelsOf(item)).toEqual({ available: 10, reserved: 10, sold: 10 });
  });

  it('is adjusted up and down with a reason', () => {
    const item = anItem();
    item.adjust(5, 'delivery', at);
    item.adjust(-15, 'broken', at);
    expect(item.available).toBe(0);
    expect(item.takeMovements()).toEqual([
      lineOf({ type: 'adjusted', quantity: 5, reason: 'delivery' }),
      lineOf({ type: 'adjusted', quantity: -15, reason: 'broken' }),
    ]);
  });

  it('keeps its promises: what is reserved cannot be taken away', () => {
    const item = anItem({ available: 2, reserved: 8 });
    const shortages = [{ skuId: 'tea', requested: 3, available: 2 }];
    expect(() => item.adjust(-3, 'broken', at)).toThrow(expect.objectContaining({ shortages }) as Error);
    expect(levelsOf(item)).toEqual({ available: 2, reserved: 8, sold: 0 });
  });

  it.each([0, 0.5, NaN, Infinity, 2 ** 53])('cannot be adjusted by %p', (delta) => {
    expect(() => anItem().adjust(delta, 'why', at)).toThrow(ImpossibleAdjustment);
  });

  it('has room for so many units on hand, reserved ones included', () => {
    const item = anItem({ available: MOST_ON_HAND - 10, reserved: 9 });
    item.adjust(1, 'delivery', at);
    expect(() => item.adjust(1, 'delivery', at)).toThrow(ImpossibleAdjustment);
  });

  it('hands its ledger lines over once', () => {
    const item = StockItem.introduce('tea', 1, at);
    expect(item.takeMovements()).toHaveLength(1);
    expect(item.takeMovements()).toEqual([]);
  });
});

describe('whatever happens to a stock item', () => {
  const quantity = fc.integer({ min: -2, max: 20 });
  const move = fc.constantFrom('reserve', 'release', 'sell', 'takeBack', 'adjust');
  const commands = fc.array(fc.record({ move, quantity }), { maxLength: 60 });

  it('[I1] initial + adjustments = available + reserved + sold, none negative, and the ledger says the same', () => {
    const property = fc.property(fc.nat(50), commands, (initial, moves) => {
      const item = StockItem.introduce('tea', initial, at);
      const ledger: Movement[] = [];
      let adjustments = 0;
      for (const { move, quantity } of moves) {
        const before = levelsOf(item);
        try {
          item[move](quantity, 'why', at);
          if (move === 'adjust') adjustments += quantity;
        } catch {
          expect(levelsOf(item)).toEqual(before);
        }
        ledger.push(...item.takeMovements());
        const { available, reserved, sold } = item;
        expect(available + reserved + sold).toBe(initial + adjustments);
        expect(Math.min(available, reserved, sold)).toBeGreaterThanOrEqual(0);
        expect(ledger.reduce((sum, line) => sum + line.quantity, 0)).toBe(available);
      }
    });
    fc.assert(property, { numRuns: 300 });
  });
});
