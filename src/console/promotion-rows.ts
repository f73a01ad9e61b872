import { asDate, type Database } from '#platform/database';
import { textIn } from './columns.js';
import type { Step } from './order-rows.js';

/** What an order did in contexts that reduce its price or were emptied for it: a step with the row it is told of. */
export interface Effect extends Step {
  readonly lane: 'promotion' | 'cart';
  readonly kind: 'coupon' | 'flash-price' | 'cart';
  readonly id: string;
}

export class PromotionRows {
  constructor(private readonly database: Database) {}

  async ofOrder(orderId: string): Promise<Effect[]> {
    return [...(await this.coupons(orderId)), ...(await this.flashPrices(orderId)), ...(await this.cart(orderId))];
  }

  /** One that was given back does not tell of the order any more. */
  private async coupons(orderId: string): Promise<Effect[]> {
    const rows = await this.database.query('SELECT id, name, used_at FROM coupons WHERE order_id = ?', [orderId]);
    return rows.flatMap(({ id, name, used_at: at }) =>
      effect({ lane: 'promotion', kind: 'coupon', id: String(id), title: 'used', facts: { name: String(name) } }, at),
    );
  }

  private async flashPrices(orderId: string): Promise<Effect[]> {
    const rows = await this.database.query(
      'SELECT flash_price_id, units, taken_at, given_back_at FROM flash_takings WHERE order_id = ?',
      [orderId],
    );
    return rows.flatMap((row) => {
      const of = { lane: 'promotion', kind: 'flash-price', id: String(row['flash_price_id']) } as const;
      const facts = { units: Number(row['units']) };
      return [
        ...effect({ ...of, title: 'taken', facts }, row['taken_at']),
        ...effect({ ...of, title: 'given-back', facts }, row['given_back_at']),
      ];
    });
  }

  private async cart(orderId: string): Promise<Effect[]> {
    const [row] = await this.database.query(
      'SELECT taken_lines, placed_at, cancelled_at FROM cart_take_outs WHERE order_id = ?',
      [orderId],
    );
    const lines = row ? (JSON.parse(textIn(row, 'taken_lines') ?? '[]') as unknown[]).length : 0;
    if (!row || lines === 0) return [];
    const of = { lane: 'cart', kind: 'cart', id: orderId, facts: { lines } } as const;
    return [
      ...effect({ ...of, title: 'left' }, row['placed_at']),
      ...effect({ ...of, title: 'came-back' }, row['cancelled_at']),
    ];
  }
}

/** None where it has not happened. */
function effect(what: Omit<Effect, 'at'>, at: unknown): Effect[] {
  return at === null || at === undefined ? [] : [{ ...what, at: asDate(at).toISOString() }];
}
