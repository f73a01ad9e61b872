import { type ItemsBySku, Reservation, type ReservationStatus } from './reservation.js';
import { StockItem } from './stock-item.js';

const at = new Date('2026-01-01T00:00:00.000Z');
const lines = [
  { skuId: 'tea', quantity: 2 },
  { skuId: 'cup', quantity: 3 },
];

type Command = 'sell' | 'release' | 'takeBack';

/** The whole state machine: what a command makes of a status. What is not here changes nothing. */
const TRANSITIONS: Readonly<Record<ReservationStatus, Partial<Record<Command, ReservationStatus>>>> = {
  reserved: { sell: 'sold', release: 'released', takeBack: 'returned' },
  sold: { takeBack: 'returned' },
  released: {},
  returned: {},
};
const COMMANDS: readonly Command[] = ['sell', 'release', 'takeBack'];
const STATUSES = Object.keys(TRANSITIONS) as ReservationStatus[];
const PAIRS = STATUSES.flatMap((status) => COMMANDS.map((command) => ({ status, command })));

/** Units enough for every move, so that a wrong one would go through. */
const locked = (): ItemsBySku =>
  new Map(
    lines.map(({ skuId }) => [skuId, StockItem.restore({ skuId, available: 10, reserved: 10, sold: 10 })] as const),
  );
const levels = (items: ItemsBySku) =>
  [...items.values()].map(({ available, reserved, sold }) => [available, reserved, sold]);
const ledger = (items: ItemsBySku) =>
  [...items.values()].flatMap((item) => item.takeMovements()).map(({ skuId, type }) => `${type} ${skuId}`);

const UNTOUCHED = [
  [10, 10, 10],
  [10, 10, 10],
];
const MOVED = {
  sold: [
    [10, 8, 12],
    [10, 7, 13],
  ],
  released: [
    [12, 8, 10],
    [13, 7, 10],
  ],
  returned: [
    [12, 10, 8],
    [13, 10, 7],
  ],
};

describe('a reservation', () => {
  it('reserves every line when it is made', () => {
    const items = locked();
    const reservation = Reservation.make('order', lines, items, at);
    expect([reservation.orderId, reservation.status, reservation.lines]).toEqual(['order', 'reserved', lines]);
    expect(levels(items)).toEqual([
      [8, 12, 10],
      [7, 13, 10],
    ]);
  });

  it.each(PAIRS)('in status $status answers $command by the table, and a repeat changes nothing', (pair) => {
    const { status, command } = pair;
    const next = TRANSITIONS[status][command] as keyof typeof MOVED | undefined;
    // What was never sold is taken back by a release.
    const moved = next && (status === 'reserved' && next === 'returned' ? 'released' : next);
    const items = locked();
    const reservation = Reservation.restore('order', lines, status);

    reservation[command](items, at);
    expect(reservation.status).toBe(next ?? status);
    expect(levels(items)).toEqual(moved ? MOVED[moved] : UNTOUCHED);
    expect(ledger(items)).toEqual(moved ? [`${moved} tea`, `${moved} cup`] : []);

    reservation[command](items, at);
    expect(reservation.status).toBe(next ?? status);
    expect(levels(items)).toEqual(moved ? MOVED[moved] : UNTOUCHED);
    expect(ledger(items)).toEqual([]);
  });

  it('does not pass over a SKU that has no stock item', () => {
    const reservation = Reservation.restore('order', lines, 'reserved');
    expect(() => reservation.sell(new Map(), at)).toThrow('SKU tea of order order has no stock item');
  });
});
