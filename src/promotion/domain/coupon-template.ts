import type { CouponTerms, Period } from './coupon-terms.js';
import { Coupon } from './coupon.js';
import {
  AllCouponsClaimed,
  ClaimsOutliveCoupons,
  CouponTemplateClosed,
  NameBlank,
  NotClaimableNow,
  PeriodEmpty,
  ShopperHasClaimedAll,
  TotalBelowClaimed,
} from './errors.js';

/** When its coupons may be used: all in one period, or each for some days (of 24 hours) from its claim on. */
export type Validity =
  | { readonly type: 'fixed'; readonly from: Date; readonly until: Date }
  | { readonly type: 'days'; readonly days: number };

/** What staff decide. */
export interface Announcement extends CouponTerms {
  readonly validity: Validity;
  /** Coupons in all. */
  readonly totalLimit: number;
  /** Coupons one shopper may claim. */
  readonly shopperLimit: number;
  /** Claims are taken at `claimFrom` and later, before `claimUntil`, which is never after the end of a fixed period. */
  readonly claimFrom: Date;
  readonly claimUntil: Date;
}

export interface CouponTemplateState extends Announcement {
  readonly id: string;
  /** Coupons that shoppers have claimed, never more than there are in all. */
  readonly claimed: number;
  readonly createdAt: Date;
  /** Null: not closed. */
  readonly closedAt: Date | null;
  /** Counts changes by staff from 1. */
  readonly version: number;
}

/** A shopper who would have a coupon. */
export interface Claimant {
  readonly customerId: string;
  /** Coupons of this template that they have claimed before, whatever has become of them. */
  readonly held: number;
}

const DAY = 86_400_000;

/** An announcement of coupons: what they take off, who may claim how many, and when. */
export class CouponTemplate {
  private constructor(private current: CouponTemplateState) {}

  /** @throws NameBlank, PeriodEmpty, ClaimsOutliveCoupons */
  static announce(id: string, announcement: Announcement, at: Date): CouponTemplate {
    const sound = soundness(announcement);
    return new CouponTemplate({ ...sound, id, claimed: 0, createdAt: at, closedAt: null, version: 1 });
  }

  static restore(state: CouponTemplateState): CouponTemplate {
    return new CouponTemplate(state);
  }

  get state(): CouponTemplateState {
    return this.current;
  }

  /**
   * Changes what is named, for those who claim from now on: a coupon that is claimed keeps its terms.
   * @throws CouponTemplateClosed, TotalBelowClaimed, NameBlank, PeriodEmpty, ClaimsOutliveCoupons
   */
  change(changes: Partial<Announcement>): void {
    const { closedAt, claimed, version } = this.current;
    if (closedAt) throw new CouponTemplateClosed();
    const next = { ...this.current, ...soundness({ ...this.current, ...changes }), version: version + 1 };
    if (next.totalLimit < claimed) throw new TotalBelowClaimed(claimed);
    this.current = next;
  }

  /** Nobody claims one any more; coupons that are claimed stay good. Asking twice is harmless. */
  close(at: Date): void {
    const { closedAt, version } = this.current;
    if (!closedAt) this.current = { ...this.current, closedAt: at, version: version + 1 };
  }

  /**
   * Gives a shopper a coupon with the terms of this moment, and counts it.
   * @param id of the coupon
   * @throws CouponTemplateClosed, NotClaimableNow, AllCouponsClaimed, ShopperHasClaimedAll
   */
  claim(id: string, { customerId, held }: Claimant, now: Date): Coupon {
    this.mustBeClaimable(now);
    const { id: templateId, name, benefit, thresholdFen, scope, shopperLimit, claimed } = this.current;
    if (held >= shopperLimit) throw new ShopperHasClaimedAll();
    this.current = { ...this.current, claimed: claimed + 1 };
    const terms = { name, benefit, thresholdFen, scope };
    const period = this.periodFrom(now);
    return Coupon.claim({ id, templateId, customerId, no: held + 1, terms, period, claimedAt: now });
  }

  /** Whoever comes may claim one. @throws CouponTemplateClosed, NotClaimableNow, AllCouponsClaimed */
  mustBeClaimable(now: Date): void {
    const { closedAt, claimFrom, claimUntil, claimed, totalLimit } = this.current;
    if (closedAt) throw new CouponTemplateClosed();
    if (now < claimFrom || now >= claimUntil || now >= this.periodFrom(now).until) throw new NotClaimableNow();
    if (claimed >= totalLimit) throw new AllCouponsClaimed();
  }

  /** When a coupon that is claimed at `now` may be used. */
  periodFrom(now: Date): Period {
    const { validity } = this.current;
    if (validity.type === 'fixed') return { from: validity.from, until: validity.until };
    return { from: now, until: new Date(now.getTime() + validity.days * DAY) };
  }
}

function soundness<A extends Announcement>(announcement: A): A {
  const { validity, claimFrom, claimUntil } = announcement;
  const name = announcement.name.trim();
  if (name === '') throw new NameBlank();
  if (claimUntil <= claimFrom) throw new PeriodEmpty('claimUntil');
  if (validity.type === 'fixed') {
    if (validity.until <= validity.from) throw new PeriodEmpty('validity.until');
    if (validity.until < claimUntil) throw new ClaimsOutliveCoupons();
  }
  return { ...announcement, name };
}
