import fc from 'fast-check';
import type { Config } from '#platform/config';
import { InMemoryCarts, InMemoryTakeOuts } from '../../src/cart/adapters/in-memory-carts.js';
import { ReturnLinesOnOrderCancelled } from '../../src/cart/application/return-lines-on-order-cancelled.js';
import { TakeLinesOnOrderPlaced } from '../../src/cart/application/take-lines-on-order-placed.js';
import { GOES_BACK_WITHIN } from '../../src/cart/domain/take-out.js';
import { replay, scaled, seed } from '../support/scale.js';

const MOST = { lines: 1_000, quantity: 999 };
const ME = 'me';
const PLACED_AT = Date.parse('2026-01-31T23:59:59.999Z');

const skuId = fc.constantFrom('tea', 'cup', 'pot');
const units = fc.record({ skuId, quantity: fc.integer({ min: 1, max: 5 }) });
/** An order, and when after its placing it is cancelled; null: it is paid. */
const order = fc.record({
  lines: fc.uniqueArray(units, { minLength: 1, selector: (line) => line.skuId }),
  cancelledAfter: fc.option(fc.constantFrom(0, GOES_BACK_WITHIN, GOES_BACK_WITHIN + 1)),
});
const shopping = fc.record({
  added: fc.array(units, { maxLength: 8 }),
  addedLater: fc.array(units, { maxLength: 4 }),
  orders: fc.array(order, { maxLength: 5 }),
});
/** Each piece of news comes once at least, and several times perhaps, mixed with all others. */
const deliveries = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 60 });

const sumsOf = (lines: readonly { readonly skuId: string; readonly quantity: number }[]) => {
  const sums: Record<string, number> = { tea: 0, cup: 0, pot: 0 };
  for (const line of lines) sums[line.skuId] = (sums[line.skuId] ?? 0) + line.quantity;
  return sums;
};

describe('[P54] a cart and the news of orders', () => {
  it(`neither lose a unit nor make one, in whatever sequence and however often the news come (${replay})`, async () => {
    const property = fc.asyncProperty(shopping, deliveries, async ({ added, addedLater, orders }, order) => {
      const [carts, takeOuts] = [new InMemoryCarts(), new InMemoryTakeOuts()];
      const placing = new TakeLinesOnOrderPlaced(takeOuts, carts);
      const returning = new ReturnLinesOnOrderCancelled(takeOuts, carts, {
        cart: { linesMax: MOST.lines },
      } as Config);
      const put = async (what: typeof added) => {
        for (const one of what) {
          const line = { ...one, selected: true, addedPriceFen: 1 };
          await carts.change(ME, (cart) => cart.add(line, MOST, new Date(PLACED_AT)));
        }
      };
      const news = orders.flatMap(({ lines, cancelledAfter }, nth) => {
        const [orderId, at] = [`order ${nth}`, new Date(PLACED_AT)];
        const placed = { type: 'order.placed', orderId, customerId: ME, lines, totalFen: 1, at } as const;
        const cancelled = { type: 'order.cancelled', orderId, lines, reason: 'customer' } as const;
        const tellPlaced = () => placing.handle(placed);
        if (cancelledAfter === null) return [tellPlaced];
        const tellCancelled = () => returning.handle({ ...cancelled, at: new Date(PLACED_AT + cancelledAfter) });
        return [tellPlaced, tellCancelled];
      });

      await put(added);
      for (const nth of order) await news[nth % Math.max(news.length, 1)]?.();
      await put(addedLater);
      for (const tell of news.toReversed()) await tell();

      const isBack = (nth: number) => {
        const after = orders[nth]?.cancelledAfter ?? null;
        return after !== null && after <= GOES_BACK_WITHIN;
      };
      const out = orders.flatMap((_, nth) => (isBack(nth) ? [] : (takeOuts.states.get(`order ${nth}`)?.lines ?? [])));
      const { lines } = await carts.of(ME);
      expect(sumsOf([...lines, ...out])).toEqual(sumsOf([...added, ...addedLater]));
      expect(lines.every(({ quantity }) => quantity > 0)).toBe(true);
      expect(new Set(lines.map((line) => line.skuId)).size).toBe(lines.length);
      // No order has taken out more than it has.
      for (const [nth, { lines: ordered }] of orders.entries()) {
        const wanted = sumsOf(ordered);
        const taken = sumsOf(takeOuts.states.get(`order ${nth}`)?.lines ?? []);
        for (const sku of Object.keys(taken)) expect(taken[sku]).toBeLessThanOrEqual(wanted[sku] ?? 0);
      }
    });
    await fc.assert(property, { seed, numRuns: scaled({ short: 500, long: 50_000 }) });
  });
});
