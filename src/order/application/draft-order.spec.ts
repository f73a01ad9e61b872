import { ManualClock, Money, MoneyOutOfRange } from '#kernel';
import type { Config } from '#platform/config';
import { InMemoryCatalogue, NoPromotions } from '../testing/other-contexts.js';
import { PriceHasChanged, SkuNotFound, SkuOffShelf, TooManyUnpaidOrders } from '../domain/errors.js';
import { FlatFreight } from '../domain/pricing.js';
import { DraftOrder, type Wish } from './draft-order.js';
import { PromotedPricing } from './promoted-pricing.js';

const clock = new ManualClock();
const customerId = 'shopper';
const catalogue = new InMemoryCatalogue();
const tea = catalogue.put('tea', 2990);
const cup = catalogue.put('cup', 500);
const gone = catalogue.put('gone', 100, { onShelf: false });
const dear = catalogue.put('dear', Number.MAX_SAFE_INTEGER);

async function draft(wish: Partial<Wish>, unpaidMaxPerShopper = 20, unpaid = 0) {
  const config = { order: { paymentTtl: 1_800_000, unpaidMaxPerShopper } } as Config;
  const draftOrder = new DraftOrder(config, clock);
  const pricing = new PromotedPricing(new FlatFreight(Money.ofFen(1000), Money.zero), new NoPromotions());
  const whole = { customerId, items: [{ skuId: tea, quantity: 1 }], expectedTotalFen: null, ...wish };
  const offers = await catalogue.offers(whole.items.map(({ skuId }) => skuId));
  const wanted = draftOrder.want('order', whole, offers, unpaid);
  const [price] = await pricing.price([wanted]);
  if (!price) throw new Error('The only one waits for no other');
  if ('refused' in price) throw price.refused;
  return draftOrder.execute(wanted, price, whole.expectedTotalFen);
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
});
