import { randomUUID } from 'node:crypto';
import type { Answer, Api } from './api.js';
import { databaseRows } from './database-rows.js';
import { persistently } from './persistently.js';
import type { Shop } from './shop.js';
import { eventually } from './until.js';
import type { Order, Page } from './views.js';

const HOUR = 3_600_000;
/** Milliseconds after which a process reads again when there are flash prices. */
const COPIES_KEPT = 1_000;

interface Coupon {
  readonly id: string;
  readonly status: string;
  readonly orderId: string | null;
}

export interface PricedOrder extends Order {
  readonly goodsFen: number;
  readonly freightFen: number;
  readonly discountFen: number;
  readonly items: readonly {
    readonly skuId: string;
    readonly quantity: number;
    readonly subtotalFen: number;
    readonly discountFen: number;
  }[];
}

/** The time so many milliseconds from now, as the API takes it. */
export function at(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}

/** How many answers had which code. */
export function codes(answers: readonly Answer<unknown>[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { code } of answers) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

/** What staff and shoppers do with coupons and flash prices, over HTTP. */
export class Promoter {
  constructor(
    private readonly shop: Shop,
    private readonly owner: Api,
  ) {}

  /** A template of 100 coupons, 1 yuan off anything, one for each shopper, unless said otherwise; its id. */
  async announce(more: object = {}): Promise<string> {
    const { data } = await this.owner.post<{ id: string }>('/admin/coupon-templates', {
      name: '立减 1 元',
      benefit: { type: 'amount', offFen: 100 },
      scope: { type: 'all' },
      validity: { type: 'days', days: 7 },
      totalLimit: 100,
      shopperLimit: 1,
      claimFrom: at(-HOUR),
      claimUntil: at(HOUR),
      ...more,
    });
    return data.id;
  }

  claim(shopper: Api, templateId: string, key: string = randomUUID()): Promise<Answer<Coupon>> {
    return persistently(() => shopper.post<Coupon>(`/coupon-templates/${templateId}/claim`, undefined, key));
  }

  /** The id of a coupon of a template of its own. */
  async claimed(shopper: Api, more: object = {}): Promise<string> {
    return (await this.claim(shopper, await this.announce(more))).data.id;
  }

  /** An order of one unit. */
  place(shopper: Api, skuId: string, more: object = {}): Promise<Answer<PricedOrder>> {
    const body = { items: [{ skuId, quantity: 1 }], ...more };
    return persistently((key) => shopper.post<PricedOrder>('/orders', body, key));
  }

  async couponsOf(shopper: Api, query = ''): Promise<readonly Coupon[]> {
    return (await shopper.get<Page<Coupon>>(`/coupons${query}`)).data.items;
  }

  async couponOf(shopper: Api, id: string): Promise<Coupon | undefined> {
    return (await this.couponsOf(shopper)).find((coupon) => coupon.id === id);
  }

  shoppers(count: number, name: string): Promise<Api[]> {
    return Promise.all(Array.from({ length: count }, (_, n) => this.shop.shopper(`o${name}${n}`)));
  }

  /** A flash price of 60 fen that every process knows of: its copy may have been read the moment before. Its id. */
  async flashPrice(skuId: string, more: object = {}): Promise<string> {
    const offer = { skuId, priceFen: 60, startsAt: at(0), endsAt: at(HOUR), unitsLimit: 100 };
    const { data } = await this.owner.post<{ id: string }>('/admin/flash-prices', { ...offer, ...more });
    const known = performance.now() + COPIES_KEPT;
    await eventually(
      () => performance.now(),
      (now) => now >= known,
    );
    return data.id;
  }

  async soldOf(flashPriceId: string): Promise<number> {
    const sql = 'SELECT sold FROM flash_prices WHERE id = ?';
    const [row] = await databaseRows<{ sold: number }>(this.shop.databaseUrl, sql, [flashPriceId]);
    return Number(row?.sold);
  }
}

/** What must never be, each with a statement that finds it. */
const VIOLATIONS: readonly (readonly [says: string, sql: string])[] = [
  [
    'P60 a template counts other claims than it has coupons, or more than there are',
    `SELECT t.id FROM coupon_templates t WHERE t.claimed > t.total_limit
       OR t.claimed <> (SELECT COUNT(*) FROM coupons c WHERE c.template_id = t.id)`,
  ],
  [
    'P60 a flash price counts other units than orders have of it, or more than there are',
    `SELECT f.id FROM flash_prices f WHERE f.sold > f.units_limit OR f.sold <> (SELECT COALESCE(SUM(t.units), 0)
       FROM flash_takings t WHERE t.flash_price_id = f.id AND t.given_back_at IS NULL)`,
  ],
  [
    'P60 a shopper has more units at a flash price than one may have',
    `SELECT t.flash_price_id AS id FROM flash_takings t JOIN flash_prices f ON f.id = t.flash_price_id
     WHERE t.given_back_at IS NULL GROUP BY t.flash_price_id, t.customer_id, f.shopper_limit
     HAVING SUM(t.units) > f.shopper_limit`,
  ],
  [
    "P61 an order's lines have other discounts than the order",
    `SELECT o.id FROM orders o WHERE o.discount_fen <>
       (SELECT SUM(l.discount_fen) FROM order_lines l WHERE l.order_id = o.id)`,
  ],
  ['P61 an order costs nothing', 'SELECT id FROM orders WHERE total_fen < 1'],
  [
    'P62 a coupon is used for no order, or an order has one that is not used',
    `SELECT id FROM coupons WHERE (status = 'USED') <> (order_id IS NOT NULL)`,
  ],
  ['P62 an order uses two coupons', 'SELECT order_id AS id FROM coupons GROUP BY order_id HAVING COUNT(order_id) > 1'],
];

/** Fails when more was given away than there was. @param url the DATABASE_URL of a shop @throws Error that lists ids */
export async function assertPromotionsAddUp(url: string): Promise<void> {
  const found: string[] = [];
  for (const [says, sql] of VIOLATIONS) {
    const rows = await databaseRows<{ id: string }>(url, sql, []);
    if (rows.length > 0) found.push(`${says}: ${rows.map(({ id }) => id).join(', ')}`);
  }
  if (found.length > 0) throw new Error(found.join('\n'));
}
