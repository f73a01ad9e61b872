import { allocate } from './allocate.js';
import { StockItem } from './stock-item.js';

const at = new Date('2026-01-01T00:00:00.000Z');

const stock = (levels: Readonly<Record<string, number>>) =>
  new Map(
    Object.entries(levels).map(
      ([skuId, available]) => [skuId, StockItem.restore({ skuId, available, reserved: 0, sold: 0 })] as const,
    ),
  );
const order = (orderId: string, wanted: Readonly<Record<string, number>>) => ({
  orderId,
  lines: Object.entries(wanted).map(([skuId, quantity]) => ({ skuId, quantity })),
});

/** `reserved`, or what is lacking. */
const outcomes = (allocations: ReturnType<typeof allocate>) =>
  allocations.map((one) => ('reservation' in one ? one.reservation.status : one.shortages));

describe('allocation', () => {
  it('gives each order all it asks for', () => {
    const items = stock({ tea: 5, cup: 5 });
    const made = allocate([order('a', { tea: 2, cup: 1 }), order('b', { tea: 3 })], items, at);
    expect(outcomes(made)).toEqual(['reserved', 'reserved']);
    expect([items.get('tea')?.available, items.get('cup')?.available]).toEqual([0, 4]);
  });

  it('gives an order that is short of one SKU nothing of the others', () => {
    const items = stock({ tea: 5, cup: 1 });
    const made = allocate([order('a', { tea: 2, cup: 2 })], items, at);
    expect(outcomes(made)).toEqual([[{ skuId: 'cup', requested: 2, available: 1 }]]);
    expect(items.get('tea')?.available).toBe(5);
    expect([...items.values()].flatMap((item) => item.takeMovements())).toEqual([]);
  });

  it('names everything an order lacks, unknown SKUs included', () => {
    expect(outcomes(allocate([order('a', { tea: 6, mug: 1, cup: 1 })], stock({ tea: 5, cup: 1 }), at))).toEqual([
      [
        { skuId: 'tea', requested: 6, available: 5 },
        { skuId: 'mug', requested: 1, available: 0 },
      ],
    ]);
  });

  it('fails nobody else for an order that is short', () => {
    const requests = [order('a', { tea: 2 }), order('b', { tea: 9 }), order('c', { tea: 3 })];
    expect(outcomes(allocate(requests, stock({ tea: 5 }), at))).toEqual([
      'reserved',
      [{ skuId: 'tea', requested: 9, available: 3 }],
      'reserved',
    ]);
  });

  it('serves in the order of arrival', () => {
    const requests = [order('first', { tea: 1 }), order('second', { tea: 1 })];
    expect(outcomes(allocate(requests, stock({ tea: 1 }), at))).toEqual([
      'reserved',
      [{ skuId: 'tea', requested: 1, available: 0 }],
    ]);
  });

  it('of no orders is none', () => {
    expect(allocate([], stock({}), at)).toEqual([]);
  });
});
