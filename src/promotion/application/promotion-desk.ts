import { Injectable } from '@nestjs/common';
import { Clock, DomainError } from '#kernel';
import type { Coupon } from '../domain/coupon.js';
import { Coupons } from '../domain/coupons.js';
import {
  type Discount,
  type Basket,
  type DiscountDecision,
  decideDiscounts,
  noDiscount,
  type Uses,
} from '../domain/discounts.js';
import { CouponNotFound } from '../domain/errors.js';
import { FlashPrices } from '../domain/flash-prices.js';
import { FlashWindows } from './flash-windows.js';
import { type FittingCoupon, type PromotionQuote, Promotions } from './promotions.js';

/** Coupons of one shopper that are tried, those that end soonest first. */
const TRIED = 100;

/** Answers other contexts. */
@Injectable()
export class PromotionDesk extends Promotions {
  constructor(
    private readonly coupons: Coupons,
    private readonly flashPrices: FlashPrices,
    private readonly windows: FlashWindows,
    private readonly clock: Clock,
  ) {
    super();
  }

  async discounts(baskets: readonly Basket[]): Promise<readonly DiscountDecision[]> {
    if (this.windows.isStale) await this.windows.refresh();
    const flashIds = this.windows.idsFor(skusOf(baskets));
    const couponIds = baskets.flatMap(({ couponId }) => couponId ?? []);
    if (flashIds.length === 0 && couponIds.length === 0) return baskets.map(({ lines }) => noDiscount(lines));
    // Always in this order: coupons, then flash prices, each by id. Whoever holds one never waits for one before it.
    const coupons = await this.coupons.lock(couponIds);
    return decideDiscounts(baskets, {
      coupons,
      ...(await this.flashFacts(flashIds, baskets, true)),
      now: this.clock.now(),
    });
  }

  async take(uses: readonly Uses[]): Promise<void> {
    const now = this.clock.now();
    const couponIds = uses.flatMap(({ couponId }) => couponId ?? []);
    await this.coupons.change(couponIds, (coupons) => useCoupons(uses, coupons, now));
    await this.flashPrices.take(uses, now);
  }

  async quote(basket: Basket): Promise<PromotionQuote> {
    const now = this.clock.now();
    const flashIds = (await this.flashPrices.windows(now, new Date(now.getTime() + 1)))
      .filter(({ skuId }) => skusOf([basket]).has(skuId))
      .map(({ id }) => id);
    const flash = await this.flashFacts(flashIds, [basket], false);
    const usable = await this.coupons.usable(basket.customerId, now, TRIED);
    const chosen = basket.couponId === null ? [] : [await this.coupons.get(basket.couponId)];
    const coupons = new Map([...usable, ...chosen].map((coupon) => [coupon.state.id, coupon]));
    const discountWith = (couponId: string | null) =>
      discountOf(decideDiscounts([{ ...basket, couponId }], { coupons, ...flash, now })[0] ?? null);
    const discount = discountWith(basket.couponId);
    const withoutFen = offFen(discountWith(null));
    const fitting = usable.flatMap((coupon) =>
      fittingOf(coupon, () => offFen(discountWith(coupon.state.id)) - withoutFen),
    );
    return { discount, fitting: fitting.sort((a, b) => b.offFen - a.offFen) };
  }

  private async flashFacts(ids: readonly string[], baskets: readonly Basket[], lock: boolean) {
    const flashPrices = ids.length === 0 ? [] : await this.flashPrices.find(ids, lock);
    const limited = flashPrices.filter(({ state }) => state.shopperLimit !== null).map(({ state }) => state.id);
    const shoppers = [...new Set(baskets.map(({ customerId }) => customerId))];
    const unitsOf = limited.length === 0 ? () => 0 : await this.flashPrices.holdings(limited, shoppers);
    return { flashPrices, unitsOf };
  }
}

function skusOf(baskets: readonly Basket[]): ReadonlySet<string> {
  return new Set(baskets.flatMap(({ lines }) => lines.map(({ skuId }) => skuId)));
}

/** @throws CouponNotFound, CouponUsed, CouponExpired */
function useCoupons(uses: readonly Uses[], coupons: ReadonlyMap<string, Coupon>, now: Date): void {
  for (const { couponId, orderId } of uses) {
    if (couponId === null) continue;
    const coupon = coupons.get(couponId);
    if (!coupon) throw new CouponNotFound();
    coupon.useFor(orderId, now);
  }
}

/** @throws what refuses the coupon */
function discountOf(decision: DiscountDecision): Discount {
  if (decision === null) throw new Error('A basket by itself waits for no other');
  if ('refused' in decision) throw decision.refused;
  return decision;
}

function offFen({ linesFen, freightFen }: Discount): number {
  return linesFen.reduce((sum, fen) => sum + fen, freightFen);
}

function fittingOf({ state: { id, terms, period } }: Coupon, off: () => number): FittingCoupon[] {
  try {
    return [{ id, terms, period, offFen: off() }];
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}
