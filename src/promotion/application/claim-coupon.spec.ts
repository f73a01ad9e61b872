import { ManualClock, newId } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { Idempotency, idempotencySchema } from '#platform/idempotency';
import { onEachDatabase } from '../../../test/support/databases.js';
import type { UserDirectory } from '../../user/index.js';
import { InMemoryCoupons, InMemoryCouponTemplates, InMemoryFlashPrices } from '../adapters/in-memory-promotion.js';
import {
  AllCouponsClaimed,
  CouponTemplateClosed,
  CouponTemplateNotFound,
  FlashPriceNotFound,
  FlashPriceTooHigh,
  NameBlank,
  NotClaimableNow,
  ShopperHasClaimedAll,
  SkuNotFound,
} from '../domain/errors.js';
import { HOUR, later, now, someAnnouncement, someTerms } from '../testing/promotions.js';
import { AnnounceCoupons } from './announce-coupons.js';
import { AnnounceFlashPrice } from './announce-flash-price.js';
import { ChangeCouponTemplate } from './change-coupon-template.js';
import { ClaimCoupon } from './claim-coupon.js';
import { CloseCouponTemplate } from './close-coupon-template.js';
import { CloseFlashPrice } from './close-flash-price.js';
import { FlashWindows } from './flash-windows.js';
import { SeedDemoCoupon } from './seed-demo-coupon.js';

const actor = SYSTEM;

onEachDatabase([idempotencySchema], (database) => {
  let clock: ManualClock;
  let templates: InMemoryCouponTemplates;
  let coupons: InMemoryCoupons;
  let prices: InMemoryFlashPrices;
  let windows: FlashWindows;
  let audit: InMemoryAuditLog;
  let idempotency: Idempotency;
  let users: UserDirectory;
  beforeEach(() => {
    clock = new ManualClock(now);
    [templates, coupons, prices] = [new InMemoryCouponTemplates(), new InMemoryCoupons(), new InMemoryFlashPrices()];
    windows = new FlashWindows(prices, clock);
    audit = new InMemoryAuditLog();
    idempotency = new Idempotency(database(), clock);
    users = { hold: async () => undefined } as Partial<UserDirectory> as UserDirectory;
  });

  const keyOf = (owner: string, key: string = newId()) => ({ owner, route: 'POST', key, fingerprint: 'body' });
  const announce = async (more: Partial<typeof someAnnouncement> = {}) => {
    const announcing = new AnnounceCoupons(templates, audit, idempotency, clock);
    return (await announcing.execute({ announcement: { ...someAnnouncement, ...more }, actor, key: null })).id;
  };
  const claim = (templateId: string, customerId: string = newId(), key = keyOf(customerId)) =>
    new ClaimCoupon(templates, coupons, users, idempotency, clock).execute({ templateId, customerId, key });
  /** Between a claim's look at the template and its turn. */
  const meanwhile = (work: () => Promise<unknown>) =>
    jest.spyOn(users, 'hold').mockImplementationOnce(async () => void (await work()));
  const close = (templateId: string) =>
    new CloseCouponTemplate(templates, audit, idempotency, clock).execute({ templateId, actor, key: null });

  describe('a shopper', () => {
    it('claims a coupon with the terms and for the days announced, once under one key', async () => {
      const [templateId, customerId] = [await announce(), newId()];
      const key = keyOf(customerId);
      const first = await claim(templateId, customerId, key);
      expect(await claim(templateId, customerId, key)).toEqual({ ...first, replayed: true });
      expect([...coupons.states.values()]).toEqual([
        {
          id: first.id,
          templateId,
          customerId,
          no: 1,
          terms: someTerms,
          claimedAt: now,
          period: { from: now, until: later(7 * 24 * HOUR) },
          status: 'UNUSED',
          orderId: null,
          usedAt: null,
        },
      ]);
      expect(templates.states.get(templateId)?.claimed).toBe(1);
      expect(coupons.published.map(({ type }) => type)).toEqual(['coupon.claimed']);
    });

    it('keeps the terms of that moment, whatever staff change', async () => {
      const templateId = await announce();
      const { id } = await claim(templateId);
      const changing = new ChangeCouponTemplate(templates, audit, database());
      await changing.execute({ templateId, changes: { thresholdFen: 1 }, actor });
      expect(coupons.states.get(id)?.terms).toEqual(someTerms);
      expect(audit.entries.map(({ type }) => type)).toEqual(['coupon-template.created', 'coupon-template.changed']);
    });

    it('claims by what staff have changed while the claim waited for them', async () => {
      const [templateId, shopper] = [await announce({ shopperLimit: 2 }), newId()];
      await claim(templateId, shopper);
      const afterAChange = (changes: Partial<typeof someAnnouncement>) =>
        meanwhile(() => templates.change(templateId, (template) => template.change(changes)));
      afterAChange({ shopperLimit: 1 });
      await expect(claim(templateId, shopper)).rejects.toThrow(ShopperHasClaimedAll);
      afterAChange({ thresholdFen: 1 });
      const { id } = await claim(templateId);
      expect(coupons.states.get(id)?.terms).toMatchObject({ thresholdFen: 1 });
    });

    it('claims no more than one may have (7105), nor than there are (7104)', async () => {
      const [templateId, customerId] = [await announce({ totalLimit: 3, shopperLimit: 2 }), newId()];
      await claim(templateId, customerId);
      await claim(templateId, customerId);
      expect([...coupons.states.values()].map(({ no }) => no)).toEqual([1, 2]);
      await expect(claim(templateId, customerId)).rejects.toThrow(ShopperHasClaimedAll);
      const other = await announce({ totalLimit: 1 });
      await claim(other);
      await expect(claim(other)).rejects.toThrow(AllCouponsClaimed);
    });

    it('claims none that is closed, out of its time or not there', async () => {
      const templateId = await announce();
      await expect(claim(newId())).rejects.toThrow(CouponTemplateNotFound);
      await expect(claim(await announce({ claimFrom: later(1) }))).rejects.toThrow(NotClaimableNow);
      await close(templateId);
      await expect(claim(templateId)).rejects.toThrow(CouponTemplateClosed);
      expect(coupons.states.size).toBe(0);
    });

    it('who is erased meanwhile gets none, and none is counted', async () => {
      const templateId = await announce();
      jest.spyOn(users, 'hold').mockRejectedValueOnce(new Error('erased'));
      await expect(claim(templateId)).rejects.toThrow('erased');
      expect([coupons.states.size, templates.states.get(templateId)?.claimed]).toEqual([0, 0]);
    });

    it('hears that it was closed, or that all are gone, between the look and the claim', async () => {
      const [last, closed] = [await announce({ totalLimit: 1 }), await announce()];
      meanwhile(() =>
        templates.change(last, (template) => void template.claim(newId(), { customerId: newId(), held: 0 }, now)),
      );
      await expect(claim(last)).rejects.toThrow(AllCouponsClaimed);
      meanwhile(() => templates.change(closed, (template) => template.close(now)));
      await expect(claim(closed)).rejects.toThrow(CouponTemplateClosed);
      expect(coupons.states.size).toBe(0);
    });
  });

  describe('staff', () => {
    it('announce coupons once under one key and close them, and it is on record who did', async () => {
      const announcing = new AnnounceCoupons(templates, audit, idempotency, clock);
      const command = { announcement: someAnnouncement, actor, key: keyOf(newId()) };
      const first = await announcing.execute(command);
      expect(await announcing.execute(command)).toEqual({ ...first, replayed: true });
      await close(first.id);
      expect(templates.states.get(first.id)?.closedAt).toEqual(now);
      expect(audit.entries).toEqual([
        { type: 'coupon-template.created', actor, subject: first.id },
        { type: 'coupon-template.closed', actor, subject: first.id },
      ]);
    });

    it('announce none without a name', async () => {
      await expect(announce({ name: ' ' })).rejects.toThrow(NameBlank);
      expect([templates.states.size, audit.entries]).toEqual([0, []]);
    });

    it('make a flash price below the price of a SKU that is there, which this process notices at once', async () => {
      const goods = new Map([['tea', { priceFen: 100 }]]);
      const catalogue = { offers: async () => goods } as never;
      const announcing = new AnnounceFlashPrice(prices, windows, catalogue, audit, idempotency, database(), clock);
      const offer = { skuId: 'tea', priceFen: 99, startsAt: now, endsAt: later(1), unitsLimit: 1, shopperLimit: null };
      const make = (more: object = {}) => announcing.execute({ offer: { ...offer, ...more }, actor, key: null });
      await windows.refresh();
      await expect(make({ skuId: 'cup' })).rejects.toThrow(SkuNotFound);
      await expect(make({ priceFen: 100 })).rejects.toThrow(FlashPriceTooHigh);
      expect(windows.isStale).toBe(false);
      const { id } = await make();
      expect([windows.isStale, prices.states.get(id)]).toMatchObject([true, { ...offer, sold: 0 }]);
      const closing = new CloseFlashPrice(prices, audit, idempotency, clock);
      await closing.execute({ flashPriceId: id, actor, key: null });
      await expect(closing.execute({ flashPriceId: newId(), actor, key: null })).rejects.toThrow(FlashPriceNotFound);
      expect(audit.entries.map(({ type }) => type)).toEqual(['flash-price.created', 'flash-price.closed']);
    });
  });

  describe('the demo shop', () => {
    it('has a coupon to claim, made once, and no other shop has', async () => {
      const start = (demoSeed: boolean) =>
        new SeedDemoCoupon({ demoSeed } as never, templates, clock).onApplicationBootstrap();
      await start(false);
      expect(templates.states.size).toBe(0);
      await start(true);
      const [id = ''] = templates.states.keys();
      await claim(id);
      await start(true);
      expect([...templates.states.values()].map(({ claimed }) => claimed)).toEqual([1]);
    });
  });
});
