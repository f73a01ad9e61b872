import { ManualClock, newId } from '#kernel';
import type { Database } from '#platform/database';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import type { CouponState } from '../domain/coupon.js';
import { aCoupon, aFlashPrice, aTemplate, HOUR, later, now } from '../testing/promotions.js';
import { CouponQueries } from './coupon.queries.js';
import { FlashPriceQueries } from './flash-price.queries.js';
import { PersonalCoupons } from './personal-coupons.js';
import { PromotionPurge } from './purge.js';
import { promotionSchema } from './schema.js';
import { SqlCouponTemplates } from './sql-coupon-templates.js';
import { SqlCoupons } from './sql-coupons.js';
import { SqlFlashPrices } from './sql-flash-prices.js';

const DAY = 24 * HOUR;

onEachDatabase([promotionSchema, eventsSchema], (database) => {
  let clock: ManualClock;
  let kept: ReturnType<typeof on>;
  beforeEach(async () => {
    clock = new ManualClock(now);
    kept = on(database(), clock);
    for (const table of ['flash_takings', 'flash_prices', 'coupons', 'coupon_templates']) {
      await database().execute(`DELETE FROM ${table}`);
    }
  });

  const template = async (announcement: Parameters<typeof aTemplate>[0] = {}) => {
    const made = aTemplate({ shopperLimit: 10, ...announcement });
    await kept.templates.add(made);
    return made.state;
  };
  const coupon = async (templateId: string, state: Partial<CouponState> = {}) => {
    const made = aCoupon({ templateId, ...state });
    await database().transaction(() => kept.coupons.add(made));
    const claimant = { customerId: made.state.customerId, held: 0 };
    await kept.templates.change(templateId, (one) => void one.claim(made.state.id, claimant, now));
    return made.state;
  };
  const taking = async (flashPriceId: string, customerId = newId()) => {
    const uses = { orderId: newId(), customerId, couponId: null, flash: [{ flashPriceId, units: 2 }] };
    await database().transaction(() => kept.prices.take([uses], now));
    return uses.orderId;
  };
  const counts = async () => {
    const tables = ['coupon_templates', 'coupons', 'flash_prices', 'flash_takings'];
    const rows = await Promise.all(tables.map((table) => database().query(`SELECT COUNT(*) AS n FROM ${table}`)));
    return rows.map(([row]) => Number(row?.['n']));
  };

  describe('[P30, P32] a person', () => {
    it('has a copy of all their coupons and purchases at flash prices, and of nobody else', async () => {
      const me = newId();
      const { id: templateId } = await template();
      const mine = await coupon(templateId, { customerId: me });
      await coupon(templateId);
      const price = aFlashPrice({ unitsLimit: 100 });
      await kept.prices.add(price);
      const orderId = await taking(price.state.id, me);
      await taking(price.state.id);
      const copy = await Promise.all(
        kept.holder.sections(me).map(async ({ name, records }) => [name, await all(records())]),
      );
      expect(copy).toEqual([
        ['coupons', [expect.objectContaining({ id: mine.id, status: 'UNUSED', name: mine.terms.name })]],
        ['flashPurchases', [{ orderId, flashPriceId: price.state.id, units: 2, takenAt: now, givenBackAt: null }]],
      ]);
    });

    it('who is erased keeps no coupon to use; what was claimed still adds up', async () => {
      const me = newId();
      const { id: templateId } = await template();
      const [unused, used, theirs] = [
        await coupon(templateId, { customerId: me }),
        await coupon(templateId, { customerId: me, no: 2, status: 'USED', orderId: newId(), usedAt: now }),
        await coupon(templateId),
      ];
      await kept.holder.assertErasable();
      await kept.holder.erase(me);
      await kept.holder.erase(me);
      const statuses = await Promise.all(
        [unused, used, theirs].map(async ({ id }) => (await kept.coupons.get(id)).state.status),
      );
      expect(statuses).toEqual(['EXPIRED', 'USED', 'UNUSED']);
      expect(await counts()).toEqual([1, 3, 0, 0]);
    });
  });

  describe('what is long over', () => {
    const purge = (retention: number | null) =>
      new PromotionPurge(database(), clock, { order: { retention }, backgroundJobs: true } as never).run();
    const over = { from: now, until: later(DAY) };

    it('is kept without a retention, and until it is over', async () => {
      const { id } = await template();
      await coupon(id, { period: over });
      await kept.prices.add(aFlashPrice());
      clock.advance(10 * DAY);
      await purge(null);
      expect(await counts()).toEqual([1, 1, 1, 0]);
      await purge(9 * DAY);
      expect(await counts()).toEqual([1, 1, 0, 0]);
    });

    it('goes with all that counts it', async () => {
      const { id } = await template();
      await coupon(id, { period: over });
      await coupon(id, { period: over, status: 'USED', orderId: newId(), usedAt: now });
      const price = aFlashPrice({ unitsLimit: 100 });
      await kept.prices.add(price);
      await taking(price.state.id);
      await database().transaction(async () => kept.prices.giveBack(await taking(price.state.id), now));
      clock.advance(10 * DAY);
      await purge(DAY);
      expect(await counts()).toEqual([0, 0, 0, 0]);
    });

    it('leaves coupons that are good, or were used since, with a template that counts these and is closed for good', async () => {
      const { id } = await template();
      await coupon(id, { period: over });
      const good = await coupon(id, { period: { from: now, until: later(100 * DAY) } });
      const used = await coupon(id, { period: over, status: 'USED', orderId: newId(), usedAt: later(9.5 * DAY) });
      await coupon((await template({ claimUntil: later(50 * DAY) })).id, { period: over });
      clock.advance(10 * DAY);
      await purge(DAY);
      expect(await counts()).toEqual([2, 3, 0, 0]);
      expect((await kept.templates.get(id)).state).toMatchObject({ claimed: 2, closedAt: clock.now() });
      await kept.coupons.get(good.id);
      await kept.coupons.get(used.id);
    });
  });

  describe('lists', () => {
    it('show staff all templates, page by page and by number', async () => {
      const ids = [await template(), await template(), await template()]
        .map(({ id }) => id)
        .sort()
        .reverse();
      const first = await kept.queries.templates({ limit: 2, after: null, offset: null });
      expect([first.items.map(({ id }) => id), first.nextCursor]).toEqual([ids.slice(0, 2), expect.any(String)]);
      const second = await kept.queries.templates({ limit: 2, after: null, offset: 2 });
      expect([second.items.map(({ id }) => id), second.total]).toEqual([ids.slice(2), 3]);
      expect(await kept.queries.template(ids[0] ?? '')).toEqual(first.items[0]);
      await expect(kept.queries.template('')).rejects.toMatchObject({ code: 7101 });
    });

    it('show shoppers what can be claimed now, how many are left and how many are theirs', async () => {
      const me = newId();
      const { id } = await template({ totalLimit: 3 });
      await coupon(id, { customerId: me });
      await coupon(id);
      await coupon((await template({ totalLimit: 1 })).id);
      await template({ claimFrom: later(1) });
      await template({ claimFrom: later(-2), claimUntil: now });
      const closed = await template();
      await kept.templates.change(closed.id, (one) => one.close(now));
      const { items } = await kept.queries.claimable(me, { limit: 10, after: null });
      expect(items).toMatchObject([{ id, left: 1, mine: 1 }]);
    });

    it('show shoppers their coupons by what has become of them, and by their time before a job has seen it', async () => {
      const me = newId();
      const { id } = await template();
      const period = { from: later(-2), until: now };
      const [good, over, expired, used] = [
        await coupon(id, { customerId: me, no: 1 }),
        await coupon(id, { customerId: me, no: 2, period }),
        await coupon(id, { customerId: me, no: 3, status: 'EXPIRED' }),
        await coupon(id, { customerId: me, no: 4, status: 'USED', orderId: newId(), usedAt: now, period }),
      ];
      await coupon(id);
      const list = async (status?: 'UNUSED' | 'USED' | 'EXPIRED') =>
        (await kept.queries.coupons(me, status, { limit: 10, after: null })).items
          .map((one) => [one.id, one.status])
          .sort();
      const sorted = (...pairs: string[][]) => pairs.sort();
      expect(await list('UNUSED')).toEqual([[good.id, 'UNUSED']]);
      expect(await list('USED')).toEqual([[used.id, 'USED']]);
      expect(await list('EXPIRED')).toEqual(sorted([over.id, 'EXPIRED'], [expired.id, 'EXPIRED']));
      expect(await list()).toHaveLength(4);
      await expect(kept.queries.coupon(good.id, newId())).rejects.toMatchObject({ code: 7107 });
    });

    it('show everybody flash prices that run or come, and staff all', async () => {
      const [running, coming, over, closed] = [
        aFlashPrice({ unitsLimit: 5, sold: 2 }),
        aFlashPrice({ startsAt: later(1) }),
        aFlashPrice({ startsAt: later(-1), endsAt: now }),
        aFlashPrice({ closedAt: now }),
      ];
      for (const price of [running, coming, over, closed]) await kept.prices.add(price);
      const shown = (await kept.flashQueries.runningAndComing({ limit: 10, after: null })).items;
      expect(new Map(shown.map(({ id, running: runs, left }) => [id, [runs, left]]))).toEqual(
        new Map([
          [running.state.id, [true, 3]],
          [coming.state.id, [false, 5]],
        ]),
      );
      const staff = await kept.flashQueries.list({ limit: 3, after: null, offset: 0 });
      expect([staff.items.length, staff.total]).toEqual([3, 4]);
      expect(await kept.flashQueries.one(over.state.id)).toEqual(over.state);
      await expect(kept.flashQueries.one('')).rejects.toMatchObject({ code: 7113 });
    });
  });
});

function on(database: Database, clock: ManualClock) {
  const coupons = new SqlCoupons(database, new EventDelivery(database, clock).outbox);
  return {
    coupons,
    templates: new SqlCouponTemplates(database),
    prices: new SqlFlashPrices(database),
    holder: new PersonalCoupons(database, coupons, clock),
    queries: new CouponQueries(database, clock),
    flashQueries: new FlashPriceQueries(database, clock),
  };
}

async function all(records: AsyncIterable<object>): Promise<object[]> {
  const found: object[] = [];
  for await (const record of records) found.push(record);
  return found;
}
