import { by, type MovementRecord, type Records, type ReservationRecord } from './records.js';

/** What a reservation in this state has left in the ledger, once for each of its lines. */
const LEDGER_OF: Readonly<Record<ReservationRecord['status'], readonly MovementRecord['type'][]>> = {
  reserved: ['reserved'],
  released: ['released', 'reserved'],
  sold: ['reserved', 'sold'],
  returned: ['reserved', 'returned', 'sold'],
};
/** Available units that one unit of a line moves. */
const SIGN: Readonly<Partial<Record<MovementRecord['type'], number>>> = {
  reserved: -1,
  released: 1,
  sold: 0,
  returned: 1,
};

/**
 * I1. Of each SKU initial + adjustments = available + reserved + sold, none negative; the ledger adds up to the same,
 * and so do the reservations, each of which stands in the ledger once for every step it has taken.
 */
export function stockAddsUp(records: Records): string[] {
  return [...skus(records), ...ledger(records)].map((violation) => `I1 ${violation}`);
}

function skus({ stock, movements, reservations }: Records): string[] {
  const moved = by(movements, ({ skuId }) => skuId);
  const held = reservations.flatMap(({ status, lines }) => lines.map((line) => ({ ...line, status })));
  const holds = by(held, ({ skuId }) => skuId);
  const known = new Set(stock.map(({ skuId }) => skuId));
  const unknown = [...moved.keys()].filter((skuId) => !known.has(skuId));
  const problems = unknown.map((skuId) => `SKU ${skuId} has a ledger and no stock`);
  for (const { skuId, available, reserved, sold } of stock) {
    const lines = moved.get(skuId) ?? [];
    const units = (status: string) => sum((holds.get(skuId) ?? []).filter((one) => one.status === status));
    const say = (what: string, is: number, should: number) => {
      if (is !== should) problems.push(`SKU ${skuId}: ${what} is ${is} and should be ${should}`);
    };
    if (Math.min(available, reserved, sold) < 0)
      problems.push(`SKU ${skuId} is negative: available ${available}, reserved ${reserved}, sold ${sold}`);
    const added = sum(lines.filter(({ type }) => type === 'initial' || type === 'adjusted'));
    say('available + reserved + sold', available + reserved + sold, added);
    say('available', available, sum(lines));
    say('reserved', reserved, units('reserved'));
    say('sold', sold, units('sold'));
    say('the number of its beginnings', lines.filter(({ type }) => type === 'initial').length, 1);
  }
  return problems;
}

function ledger({ movements, reservations }: Records): string[] {
  const moved = by(movements, ({ orderId }) => orderId);
  const reserved = new Set(reservations.map(({ orderId }) => orderId));
  const problems = [...moved.keys()]
    .filter((orderId) => !reserved.has(orderId))
    .map((orderId) => `order ${orderId} moved stock and has no reservation`);
  for (const { orderId, status, lines } of reservations) {
    const expected = lines.flatMap(({ skuId, quantity }) =>
      LEDGER_OF[status].map((type) => `${skuId} ${type} ${(SIGN[type] ?? 0) * quantity}`),
    );
    const found = (moved.get(orderId) ?? []).map(({ skuId, type, quantity }) => `${skuId} ${type} ${quantity}`);
    if (expected.sort().join() !== found.sort().join())
      problems.push(`the ${status} order ${orderId} moved [${found.join()}] and should have [${expected.join()}]`);
  }
  return problems;
}

function sum(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((total, { quantity }) => total + quantity, 0);
}
