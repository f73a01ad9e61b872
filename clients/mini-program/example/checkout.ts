import { Codes, isShopError, type Order, type OrderQuote } from 'jishi-mini-program';
import { shop } from './shop';
import { yuan } from './words';

/** A coupon that fits, and what it takes off. */
export type Offer = OrderQuote['coupons'][number];

export interface Priced {
  readonly quote: OrderQuote;
  /** Coupons that fit, the best first. */
  readonly coupons: readonly Offer[];
  /** The one that `quote` counts with. */
  readonly coupon: Offer | null;
}

/**
 * What this would cost now.
 *
 * @param wanted id of a coupon; null: none; undefined: the best that fits
 */
export async function priceOf(
  items: { readonly skuId: string; readonly quantity: number }[],
  wanted?: string | null,
): Promise<Priced> {
  const plain = await shop.orders.quote({ items });
  const { coupons } = plain;
  const coupon = (wanted === undefined ? coupons[0] : coupons.find(({ id }) => id === wanted)) || null;
  const quote = coupon ? await shop.orders.quote({ items, couponId: coupon.id }) : plain;
  return { quote, coupons, coupon };
}

/** Places an order at the total the shopper has seen. At another one it asks first; null: they would rather not. */
export async function placeAsSeen<Wish extends { readonly expectedTotalFen: number }>(
  wish: Wish,
  place: (wish: Wish) => Promise<Order>,
): Promise<Order | null> {
  try {
    return await place(wish);
  } catch (error) {
    if (!isShopError(error) || !error.is(Codes.PriceChanged)) throw error;
    const { totalFen } = error.data;
    const content = `订单总价为 ${yuan(totalFen)}（含运费），是否继续？`;
    const { confirm } = await wx.showModal({ title: '价格已变动', content });
    return confirm ? place({ ...wish, expectedTotalFen: totalFen }) : null;
  }
}

/** Shows WeChat's sheet, says what became of it, and goes to the list of orders. */
export async function payAndSee({ id }: Order): Promise<void> {
  const { outcome } = await shop.orders.pay(id);
  const words = { paid: '支付成功', cancelled: '已取消支付', failed: '支付失败', unknown: '支付结果确认中' };
  wx.showToast({ title: words[outcome], icon: outcome === 'paid' ? 'success' : 'none' });
  wx.switchTab({ url: '/pages/orders/orders' });
}
