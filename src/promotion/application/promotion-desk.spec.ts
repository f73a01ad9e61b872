import { ManualClock, newId } from '#kernel';
import type { Database } from '#platform/database';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { promotionSchema } from '../adapters/schema.js';
import { SqlCoupons } from '../adapters/sql-coupons.js';
import { SqlCouponTemplates } from '../adapters/sql-coupon-templates.js';
import { SqlFlashPrices } from '../adapters/sql-flash-prices.js';
import { aCoupon, aFlashPrice, aTemplate, HOUR, later, now, someTerms } from '../testing/promotions.js';
import type { CouponTerms } from '../domain/coupon-terms.js';
import type { Basket } from '../domain/discounts.js';
import { ExpireCoupons } from './expire-coupons.js';
import { FlashWindows } from './flash-windows.js';
import { GiveBackOnOrderCancelled } from './give-back-on-order-cancelled.js';
import { GiveBackOnOrderRefunded } from './give-back-on-order-refunded.js';
import { PromotionDesk } from './promotion-desk.js';

/** What one process has, and how many statements it sends. */
class Desk {
  readonly clock = new ManualClock(now);
  readonly coupons: SqlCoupons;
  readonly prices: SqlFlashPrices;
  readonly windows: FlashWindows;
  readonly desk: PromotionDesk;
  readonly delivery: EventDelivery;

  constructor(readonly database: Database) {
    this.delivery = new EventDelivery(database, this.clock);
    this.coupons = new SqlCoupons(database, this.delivery.outbox);
    this.prices = new SqlFlashPrices(database);
    this.windows = new FlashWindows(this.prices, this.clock);
    this.desk = new PromotionDesk(this.coupons, this.prices, this.windows, this.clock);
    const after = [this.coupons, this.prices, this.clock] as const;
    this.delivery.subscribe(new GiveBackOnOrderCancelled(...after), new GiveBackOnOrderRefunded(...after));
  }

  async coupon(customerId: string, terms: Partial<CouponTerms> = {}, state: Parameters<typeof aCoupon>[0] = {}) {
    const template = aTemplate();
    await new SqlCouponTemplates(this.database).add(template);
    const whole = { ...someTerms, thresholdFen: 0, ...terms };
    const coupon = aCoupon({ customerId, templateId: template.state.id, terms: whole, ...state });
    await this.database.transaction(() => this.coupons.add(coupon));
    return coupon.state.id;
  }

  async flashPrice(state: Parameters<typeof aFlashPrice>[0] = {}) {
    const price = aFlashPrice(state);
    await this.prices.add(price);
    return price.state;
  }

  /** As an order would be placed: its discounts, and then what they use. */
  place(...baskets: readonly Basket[]) {
    return this.database.transaction(async () => {
      const discounts = await this.desk.discounts(baskets);
      await this.desk.take(
        discounts.flatMap((decision) => (decision && 'uses' in decision && decision.uses ? [decision.uses] : [])),
      );
      return discounts;
    });
  }

  /** Statements that are sent while `work` runs. */
  async statements(work: () => Promise<unknown>): Promise<number> {
    const spies = [jest.spyOn(this.database, 'query'), jest.spyOn(this.database, 'execute')];
    await work();
    const sent = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
    for (const spy of spies) spy.mockRestore();
    return sent;
  }

  async statusOf(couponId: string) {
    return (await this.coupons.get(couponId)).state.status;
  }

  async soldOf(id: string) {
    return (await this.prices.find([id], false))[0]?.state.sold;
  }
}

function aBasket({
  customerId = newId(),
  couponId = null,
  ...more
}: Partial<Basket> & { skuId?: string } = {}): Basket {
  const line = {
    skuId: more.skuId ?? newId(),
    productId: newId(),
    categoryId: newId(),
    unitPriceFen: 100,
    quantity: 2,
  };
  return { orderId: newId(), customerId, couponId, lines: [line], freightFen: 0, ...more };
}

onEachDatabase([promotionSchema, eventsSchema], (database) => {
  let shop: Desk;
  /** The time copies are kept by stands still: on a slow machine each statement may take longer than a copy is fresh. */
  let elapsed: jest.SpyInstance<number>;
  beforeEach(async () => {
    elapsed = jest.spyOn(performance, 'now').mockReturnValue(0);
    await database().execute('DELETE FROM flash_takings');
    await database().execute('DELETE FROM flash_prices');
    shop = new Desk(database());
  });
  afterEach(() => elapsed.mockRestore());

  describe('[P60, P62] the front door', () => {
    it('sends no statement for a list without coupons and flash prices, but one to look for these each second', async () => {
      await shop.flashPrice();
      const list = Array.from({ length: 64 }, () => aBasket());
      expect(await shop.statements(() => shop.desk.discounts(list))).toBe(1);
      expect(await shop.statements(() => shop.desk.discounts(list))).toBe(0);
      expect(shop.windows.isStale).toBe(false);
      elapsed.mockReturnValue(1_000);
      expect(await shop.statements(() => shop.desk.discounts(list))).toBe(1);
    });

    it('sends as many statements for many baskets as for one', async () => {
      const { skuId } = await shop.flashPrice({ unitsLimit: 1_000, shopperLimit: 2 });
      await shop.windows.refresh();
      const some = (count: number) =>
        Promise.all(
          Array.from({ length: count }, async () => {
            const customerId = newId();
            return aBasket({ customerId, skuId, couponId: await shop.coupon(customerId) });
          }),
        );
      const [one, many] = [await some(1), await some(20)];
      const ofOne = await shop.statements(() => shop.place(...one));
      expect(await shop.statements(() => shop.place(...many))).toBe(ofOne);
      expect(ofOne).toBeLessThanOrEqual(7);
    });

    it('uses nothing of a list when two of its orders would have one coupon', async () => {
      const customerId = newId();
      const couponId = await shop.coupon(customerId);
      const use = (id: string) => ({ orderId: newId(), customerId, couponId: id, flash: [] });
      await expect(shop.desk.take([use(couponId), use(couponId)])).rejects.toMatchObject({ code: 7108 });
      await expect(shop.desk.take([use(couponId), use(newId())])).rejects.toMatchObject({ code: 7107 });
      expect(await shop.statusOf(couponId)).toBe('UNUSED');
    });

    it('uses a coupon once', async () => {
      const customerId = newId();
      const couponId = await shop.coupon(customerId);
      expect(await shop.place(aBasket({ customerId, couponId }))).toMatchObject([{ linesFen: [199] }]);
      expect(await shop.place(aBasket({ customerId, couponId }))).toMatchObject([{ refused: { code: 7108 } }]);
    });

    it('gives units at a flash price until they are gone, also to a process that still has the old copy', async () => {
      const { id, skuId } = await shop.flashPrice({ unitsLimit: 3 });
      const other = new Desk(database());
      await other.windows.refresh();
      expect(await shop.place(aBasket({ skuId }))).toMatchObject([{ linesFen: [80] }]);
      expect(await other.place(aBasket({ skuId }))).toMatchObject([{ linesFen: [40] }]);
      expect(await shop.place(aBasket({ skuId }))).toMatchObject([{ linesFen: [0], uses: null }]);
      expect(await shop.soldOf(id)).toBe(3);
      const closed = await shop.flashPrice();
      await other.windows.refresh();
      await shop.prices.change(closed.id, (price) => price.close(now));
      expect(await other.place(aBasket({ skuId: closed.skuId }))).toMatchObject([{ linesFen: [0], uses: null }]);
    });

    it('begins and ends a flash price by the clock, without looking again', async () => {
      const { skuId } = await shop.flashPrice({ startsAt: later(10), endsAt: later(20), unitsLimit: 100 });
      await shop.windows.refresh();
      const off = async () =>
        (await shop.place(aBasket({ skuId }))).flatMap((decision) =>
          decision && 'linesFen' in decision ? decision.linesFen : [],
        );
      expect(await off()).toEqual([0]);
      shop.clock.advance(10);
      expect(await off()).toEqual([80]);
      shop.clock.advance(10);
      expect(await off()).toEqual([0]);
    });

    it('gives back once what a cancelled or refunded order used, in whatever sequence and however often it hears', async () => {
      const customerId = newId();
      const couponId = await shop.coupon(customerId);
      const { id, skuId } = await shop.flashPrice();
      const basket = aBasket({ customerId, couponId, skuId });
      await shop.place(basket);
      expect([await shop.statusOf(couponId), await shop.soldOf(id)]).toEqual(['USED', 2]);
      const { orderId } = basket;
      const told = { orderId, lines: [], at: now };
      await shop.delivery.publish(orderId, 2, { type: 'order.refunded', ...told });
      expect([await shop.statusOf(couponId), await shop.soldOf(id)]).toEqual(['UNUSED', 0]);
      await shop.place(aBasket({ customerId, couponId, skuId }));
      await shop.delivery.publish(orderId, 3, { type: 'order.cancelled', ...told });
      await shop.delivery.publish(orderId, 4, { type: 'order.refunded', ...told });
      expect([await shop.statusOf(couponId), await shop.soldOf(id)]).toEqual(['USED', 2]);
    });

    it('gives back a coupon that is over by then as expired', async () => {
      const customerId = newId();
      const couponId = await shop.coupon(customerId);
      const basket = aBasket({ customerId, couponId });
      await shop.place(basket);
      shop.clock.advance(HOUR);
      const cancelled = { type: 'order.cancelled', at: now, orderId: basket.orderId };
      await shop.delivery.publish(basket.orderId, 2, cancelled);
      expect(await shop.statusOf(couponId)).toBe('EXPIRED');
    });
  });

  describe('a quote', () => {
    it('tells what fits, the best first, of equals what ends first', async () => {
      const customerId = newId();
      const ends = (milliseconds: number) => ({ period: { from: now, until: later(milliseconds) } });
      const small = await shop.coupon(customerId, { benefit: { type: 'amount', offFen: 5 } }, ends(50));
      const long = await shop.coupon(customerId, { benefit: { type: 'amount', offFen: 50 } }, ends(40));
      const short = await shop.coupon(
        customerId,
        { benefit: { type: 'percent', percentOff: 25, capFen: null } },
        ends(30),
      );
      await shop.coupon(customerId, { thresholdFen: 201 });
      await shop.coupon(customerId, {}, { status: 'USED', orderId: newId(), usedAt: now });
      await shop.coupon(newId());
      const { discount, fitting } = await shop.desk.quote(aBasket({ customerId }));
      expect(discount).toEqual({ linesFen: [0], freightFen: 0, uses: null });
      expect(fitting.map(({ id, offFen }) => [id, offFen])).toEqual([
        [short, 50],
        [long, 50],
        [small, 5],
      ]);
    });

    it('counts what a coupon takes off beyond the flash price, and uses nothing', async () => {
      const customerId = newId();
      const { id, skuId } = await shop.flashPrice();
      const couponId = await shop.coupon(customerId, { benefit: { type: 'amount', offFen: 50 } });
      const { discount, fitting } = await shop.desk.quote(aBasket({ customerId, couponId, skuId }));
      expect([discount.linesFen, fitting.map(({ offFen }) => offFen)]).toEqual([[130], [50]]);
      expect([await shop.statusOf(couponId), await shop.soldOf(id)]).toEqual(['UNUSED', 0]);
    });

    it('refuses a coupon as placing would', async () => {
      const basket = (couponId: string) => shop.desk.quote(aBasket({ couponId }));
      await expect(basket(newId())).rejects.toMatchObject({ code: 7107 });
      const theirs = await shop.coupon(newId());
      await expect(basket(theirs)).rejects.toMatchObject({ code: 7107 });
    });
  });

  describe('the job', () => {
    it('marks all coupons whose time is over', async () => {
      const due = await Promise.all(Array.from({ length: 3 }, () => shop.coupon(newId())));
      const good = await shop.coupon(newId(), {}, { period: { from: now, until: later(2 * HOUR) } });
      shop.clock.advance(HOUR);
      await new ExpireCoupons(shop.coupons, shop.clock, { backgroundJobs: true } as never).run();
      expect(await Promise.all([...due, good].map((id) => shop.statusOf(id)))).toEqual([
        'EXPIRED',
        'EXPIRED',
        'EXPIRED',
        'UNUSED',
      ]);
    });

    it('sends as many statements for many coupons as for one', async () => {
      const job = new ExpireCoupons(shop.coupons, shop.clock, { backgroundJobs: true } as never);
      shop.clock.advance(HOUR);
      await job.run();
      const over = { period: { from: now, until: later(HOUR) } };
      await shop.coupon(newId(), {}, over);
      const ofOne = await shop.statements(() => job.run());
      for (let n = 0; n < 20; n++) await shop.coupon(newId(), {}, { period: { from: now, until: later(HOUR - n) } });
      expect([ofOne, await shop.statements(() => job.run())]).toEqual([3, 3]);
    });
  });
});
