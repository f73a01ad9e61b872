import { AggregateRoot } from '#kernel';
import type { PromotionEvent } from '../events.js';
import type { CouponTerms, Period } from './coupon-terms.js';
import { CouponExpired, CouponNotFound, CouponNotStarted, CouponUsed } from './errors.js';

export type CouponStatus = 'UNUSED' | 'USED' | 'EXPIRED';

export interface CouponState {
  readonly id: string;
  readonly templateId: string;
  readonly customerId: string;
  /** Counts the coupons of this template that the shopper has claimed, from 1. */
  readonly no: number;
  /** As they were announced when it was claimed. */
  readonly terms: CouponTerms;
  readonly period: Period;
  readonly claimedAt: Date;
  readonly status: CouponStatus;
  /** The order it is used for. */
  readonly orderId: string | null;
  readonly usedAt: Date | null;
}

type Claim = Pick<CouponState, 'id' | 'templateId' | 'customerId' | 'no' | 'terms' | 'period' | 'claimedAt'>;

/** A shopper's coupon: UNUSED → USED for one order → UNUSED again when that comes to nothing; UNUSED → EXPIRED. */
export class Coupon extends AggregateRoot<PromotionEvent> {
  private constructor(private current: CouponState) {
    super();
  }

  static claim(claim: Claim): Coupon {
    const { id: couponId, templateId, customerId, claimedAt: at } = claim;
    const coupon = new Coupon({ ...claim, status: 'UNUSED', orderId: null, usedAt: null });
    coupon.record({ type: 'coupon.claimed', couponId, templateId, customerId, at });
    return coupon;
  }

  static restore(state: CouponState): Coupon {
    return new Coupon(state);
  }

  get state(): CouponState {
    return this.current;
  }

  /** @throws CouponNotFound: somebody else's coupon is as good as none; CouponUsed, CouponExpired, CouponNotStarted */
  mustBeUsable(customerId: string, now: Date): void {
    const { status, period } = this.current;
    if (this.current.customerId !== customerId) throw new CouponNotFound();
    if (status === 'USED') throw new CouponUsed();
    if (status === 'EXPIRED' || this.isOver(now)) throw new CouponExpired();
    if (now < period.from) throw new CouponNotStarted(period.from);
  }

  /** The order came to nothing. One that is over by now comes back expired. Another order's news changes nothing. */
  giveBack(orderId: string, now: Date): void {
    if (this.current.orderId !== orderId) return;
    this.current = { ...this.current, status: this.isOver(now) ? 'EXPIRED' : 'UNUSED', orderId: null, usedAt: null };
  }

  private isOver(now: Date): boolean {
    return now >= this.current.period.until;
  }
}
