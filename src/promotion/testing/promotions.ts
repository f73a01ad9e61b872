import { newId } from '#kernel';
import { type Announcement, CouponTemplate } from '../domain/coupon-template.js';
import type { CouponTerms } from '../domain/coupon-terms.js';
import { Coupon, type CouponState } from '../domain/coupon.js';
import { FlashPrice, type FlashPriceState } from '../domain/flash-price.js';

/** The time of the tests; a ManualClock begins elsewhere and is set to it. */
export const now = new Date('2026-01-31T12:00:00.000Z');
export const HOUR = 3_600_000;
export const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);

/** 10 yuan off 50 yuan of anything. */
export const someTerms: CouponTerms = {
  name: '满 50 减 10',
  benefit: { type: 'amount', offFen: 10_00 },
  thresholdFen: 50_00,
  scope: { type: 'all' },
};

/** To be claimed from now on for a day; good for 7 days from the claim on. */
export const someAnnouncement: Announcement = {
  ...someTerms,
  validity: { type: 'days', days: 7 },
  totalLimit: 100,
  shopperLimit: 1,
  claimFrom: now,
  claimUntil: later(24 * HOUR),
};

export function aTemplate(announcement: Partial<Announcement> = {}): CouponTemplate {
  return CouponTemplate.announce(newId(), { ...someAnnouncement, ...announcement }, now);
}

/** An unused coupon, good from now on for an hour. */
export function aCoupon(state: Partial<CouponState> = {}): Coupon {
  const claim = { id: newId(), templateId: newId(), customerId: newId(), no: 1, claimedAt: now };
  const period = { from: now, until: later(HOUR) };
  return Coupon.restore({
    ...claim,
    terms: someTerms,
    period,
    status: 'UNUSED',
    orderId: null,
    usedAt: null,
    ...state,
  });
}

/** 5 units at 60 fen, from now on for an hour. */
export function aFlashPrice(state: Partial<FlashPriceState> = {}): FlashPrice {
  const offer = { skuId: newId(), priceFen: 60, startsAt: now, endsAt: later(HOUR), unitsLimit: 5, shopperLimit: null };
  return FlashPrice.restore({ ...offer, id: newId(), sold: 0, createdAt: now, closedAt: null, ...state });
}
