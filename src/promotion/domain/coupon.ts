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

/** A shopper's coupon: UNUSED → USED for one order → when that comes to nothing UNUSED again, or EXPIRED; UNUSED → EXPIRED. */
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
    const { period } = this.current;
    if (this.current.customerId !== customerId) throw new CouponNotFound();
    this.mustBeUnused();
    if (this.isOver(now)) throw new CouponExpired();
    if (now < period.from) throw new CouponNotStarted(period.from);
  }

  /**
   * An order that is placed uses it up. Its time and its owner were decided when the order was priced, under the same
   * lock: nobody is refused for the moments since.
   * @throws CouponUsed, CouponExpired
   */
  useFor(orderId: string, now: Date): void {
    this.mustBeUnused();
    this.current = { ...this.current, status: 'USED', orderId, usedAt: now };
  }

  /** The order came to nothing. One that is over by now comes back expired. Another order's news changes nothing. */
  giveBack(orderId: string, now: Date): void {
    if (this.current.orderId !== orderId) return;
    this.current = { ...this.current, status: this.isOver(now) ? 'EXPIRED' : 'UNUSED', orderId: null, usedAt: null };
  }

  /** Its time is over. One that is used stays with its order, one that is still good stays good. */
  expire(now: Date): void {
    if (this.current.status === 'UNUSED' && this.isOver(now)) this.current = { ...this.current, status: 'EXPIRED' };
  }

  /** Its owner is gone: its time is over now at the latest, so that one that is used comes back expired. */
  end(now: Date): void {
    const { period } = this.current;
    if (!this.isOver(now)) this.current = { ...this.current, period: { ...period, until: now } };
    this.expire(now);
  }

  private mustBeUnused(): void {
    const { status } = this.current;
    if (status === 'USED') throw new CouponUsed();
    if (status === 'EXPIRED') throw new CouponExpired();
  }

  private isOver(now: Date): boolean {
    return now >= this.current.period.until;
  }
}
