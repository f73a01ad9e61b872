import type { CartLine, Coupon, OrderStatus } from 'jishi-mini-program';

export const yuan = (fen: number) => `¥${(fen / 100).toFixed(2)}`;

/** 2026-12-26, where the phone is. */
export function day(at: string): string {
  const date = new Date(at);
  const two = (part: number) => `0${part}`.slice(-2);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export const statusWords: Readonly<Record<OrderStatus, string>> = {
  CREATED: '待付款',
  PAID: '待发货',
  SHIPPED: '待收货',
  COMPLETED: '已完成',
  CANCELLED: '已取消',
  REFUNDED: '已退款',
};

/** Why a line of the cart cannot be ordered as it is; empty when it can. */
export function stateWords({ state, available }: CartLine): string {
  const words: Readonly<Record<CartLine['state'], string>> = {
    orderable: '',
    short: `仅剩 ${available} 件`,
    'sold-out': '已售罄',
    'off-shelf': '暂不销售',
    gone: '已失效',
  };
  return words[state];
}

/** What has happened to the price since it was put into the cart; empty when nothing has. */
export function priceWords({ priceFen, addedPriceFen }: CartLine): string {
  if (priceFen === null || priceFen === addedPriceFen) return '';
  return priceFen > addedPriceFen
    ? `比加入时贵 ${yuan(priceFen - addedPriceFen)}`
    : `比加入时便宜 ${yuan(addedPriceFen - priceFen)}`;
}

type Terms = Pick<Coupon, 'benefit' | 'thresholdFen' | 'scope'>;

const scopes: Readonly<Record<Terms['scope']['type'], string>> = {
  all: '全场通用',
  categories: '限指定分类',
  products: '限指定商品',
};

export function benefitWords({ benefit }: Terms): string {
  if (benefit.type === 'amount') return `减 ${yuan(benefit.offFen)}`;
  if (benefit.type === 'free-freight') return '免运费';
  const fold = `${(100 - benefit.percentOff) / 10} 折`;
  return benefit.capFen === null ? fold : `${fold}，最多减 ${yuan(benefit.capFen)}`;
}

export const termsWords = ({ thresholdFen, scope }: Terms) =>
  `${thresholdFen > 0 ? `满 ${yuan(thresholdFen)} 可用` : '无门槛'} · ${scopes[scope.type]}`;

export const couponStatusWords: Readonly<Record<Coupon['status'], string>> = {
  UNUSED: '未使用',
  USED: '已使用',
  EXPIRED: '已过期',
};
