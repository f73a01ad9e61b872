import type { DomainEvent } from '#kernel';

/** A shopper has a coupon. */
export interface CouponClaimed extends DomainEvent {
  readonly type: 'coupon.claimed';
  readonly couponId: string;
  readonly templateId: string;
  readonly customerId: string;
}

export type PromotionEvent = CouponClaimed;

/** Version of each event's form, raised by a change that docs/asyncapi.json cannot take. */
export const promotionEvents = {
  'coupon.claimed': 1,
} as const satisfies Record<PromotionEvent['type'], number>;
