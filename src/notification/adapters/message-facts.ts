import type { OrderNews, Topic } from '../application/messages.js';

/** At most five characters: so many a `phrase` takes. */
const STATUS: Readonly<Record<Topic, string>> = {
  'order-paid': '已付款',
  'order-shipped': '已发货',
  'order-refunded': '已退款',
};
const BEIJING_MS = 8 * 3_600_000;

/** What a message can say, by the names of facts in the configuration. */
export function factsOf(news: OrderNews): Readonly<Record<string, string>> {
  return {
    order: news.orderId,
    products: news.products,
    total: `¥${(news.totalFen / 100).toFixed(2)}`,
    status: STATUS[news.topic],
    time: inBeijing(news.at),
    carrier: news.shipment?.carrier ?? '',
    trackingNo: news.shipment?.trackingNo ?? '',
  };
}

function inBeijing(at: Date): string {
  const there = new Date(at.getTime() + BEIJING_MS);
  const [hours, minutes] = [there.getUTCHours(), there.getUTCMinutes()].map((part) => String(part).padStart(2, '0'));
  return `${there.getUTCFullYear()}年${there.getUTCMonth() + 1}月${there.getUTCDate()}日 ${hours}:${minutes}`;
}
