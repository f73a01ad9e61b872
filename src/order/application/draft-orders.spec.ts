import { ManualClock, Money, MoneyOutOfRange, newId } from '#kernel';
import type { Config } from '#platform/config';
import { InMemoryOrders } from '../adapters/in-memory-orders.js';
import { PriceHasChanged, SkuNotFound, SkuOffShelf, TooManyUnpaidOrders } from '../domain/errors.js';
import { FlatFreight } from '../domain/pricing.js';
import { anOrder } from '../testing/an-order.js';
import { InMemoryCatalogue, NoPromotions } from '../testing/other-contexts.js';
import { aCommand } from '../testing/placing.js';
import { DraftOrders } from './draft-orders.js';
import type { PlaceOrderCommand } from './placement.js';
import { PromotedPricing } from './promoted-pricing.js';

const clock = new ManualClock();
const customerId = 'shopper';
const catalogue = new InMemoryCatalogue();
const tea = catalogue.put('tea', 2990);
const cup = catalogue.put('cup', 500);
const gone = catalogue.put('gone', 100, { onShelf: false });
const dear = catalogue.put('dear', Number.MAX_SAFE_INTEGER);

async function drafts(wishes: readonly Partial<PlaceOrderCommand>[], unpaidMaxPerShopper = 20, unpaid = 0) {
  const config = { order: { paymentTtl: 1_800_000, unpaidMaxPerShopper } } as Config;
  const orders = new InMemoryOrders();
  await orders.add(Array.from({ length: unpaid }, () => ({ order: anOrder({ customerId }) })));
  const pricing = new PromotedPricing(new FlatFreight(Money.ofFen(1000), Money.zero), new NoPromotions());
  const details = { address: null, remark: null };
  const prepared = wishes.map((wish) => {
    const command = aCommand({ customerId, items: [{ skuId: tea, quantity: 1 }], ...wish });
    return { command, orderId: newId(), details, sealed: details };
  });
  const found = await new DraftOrders(catalogue, orders, pricing, config, clock).execute(prepared);
  expect(found.map((one) => one.prepared)).toEqual(prepared);
  return found.map(({ outcome }) => outcome);
}

async function draft(wish: Partial<PlaceOrderCommand>, unpaidMaxPerShopper = 20, unpaid = 0) {
  const [outcome] = await drafts([wish], unpaidMaxPerShopper, unpaid);
  if (!outcome || 'deferred' in outcome) throw new Error('The only one waits for no other');
  if ('refused' in outcome) throw outcome.refused;
  return outcome.order;
}

describe('a drafted order', () => {
  it('takes names and prices from the catalogue, and waits for its money as long as configured', async () => {
    const order = await draft({ items: [{ skuId: cup, quantity: 3 }] });
    const { lines, quote, status, createdAt, expiresAt } = order.snapshot;
    expect(lines).toEqual([
      {
        skuId: cup,
        productName: '龙井茶',
        skuName: '250 克',
        imageUrl: 'https://img.example/tea.png',
        unitPrice: Money.ofFen(500),
        quantity: 3,
        discount: Money.zero,
      },
    ]);
    expect(quote).toEqual({ goods: Money.ofFen(1500), freight: Money.ofFen(1000), discount: Money.zero });
    expect([status, createdAt, expiresAt]).toEqual([
      'CREATED',
      clock.now(),
      new Date(clock.now().getTime() + 1_800_000),
    ]);
  });

  it('has one line for one SKU', async () => {
    const items = [
      { skuId: tea, quantity: 2 },
      { skuId: cup, quantity: 1 },
      { skuId: tea, quantity: 3 },
    ];
    expect((await draft({ items })).units).toEqual([
      { skuId: tea, quantity: 5 },
      { skuId: cup, quantity: 1 },
    ]);
  });

  it('costs what the shopper saw, or is refused with what it costs now (4007)', async () => {
    expect((await draft({ expectedTotalFen: 3990 })).total).toEqual(Money.ofFen(3990));
    for (const expectedTotalFen of [0, 2990, 3991]) {
      const refusal = draft({ expectedTotalFen });
      await expect(refusal).rejects.toThrow(PriceHasChanged);
      await expect(refusal).rejects.toMatchObject({ code: 4007, facts: { totalFen: 3990 } });
    }
  });

  it('is refused for a SKU that is not there (2002) or off the shelf (2003)', async () => {
    const missing = draft({
      items: [
        { skuId: tea, quantity: 1 },
        { skuId: 'none', quantity: 1 },
      ],
    });
    await expect(missing).rejects.toThrow(SkuNotFound);
    await expect(missing).rejects.toMatchObject({ code: 2002, facts: { skuId: 'none' } });
    const offShelf = draft({ items: [{ skuId: gone, quantity: 1 }] });
    await expect(offShelf).rejects.toThrow(SkuOffShelf);
    await expect(offShelf).rejects.toMatchObject({ code: 2003, facts: { skuId: gone } });
  });

  it('whose total cannot be counted is refused as invalid (400)', async () => {
    for (const quantity of [1, 2]) {
      const refusal = draft({ items: [{ skuId: dear, quantity }] });
      await expect(refusal).rejects.toThrow(MoneyOutOfRange);
      await expect(refusal).rejects.toMatchObject({ code: 400 });
    }
  });

  it('is refused to a shopper who has the most unpaid orders there may be (4006); 0 switches that off', async () => {
    await expect(draft({}, 2, 2)).rejects.toThrow(TooManyUnpaidOrders);
    await expect(draft({}, 2, 3)).rejects.toMatchObject({ code: 4006, facts: null });
    expect((await draft({}, 3, 2)).status).toBe('CREATED');
    expect((await draft({}, 0, 2)).status).toBe('CREATED');
  });

  it('is deferred while those before it may be the last that its shopper may have, and only for them', async () => {
    const nothing = { items: [{ skuId: gone, quantity: 1 }] };
    const outcomes = await drafts([nothing, {}, {}, { customerId: 'another' }, nothing], 3, 2);
    const kinds = outcomes.map((one) => Object.keys(one)[0]);
    expect(kinds).toEqual(['refused', 'order', 'deferred', 'order', 'deferred']);
  });
});
