import type { RunningShop } from './running-shop.js';
import type { ModelOrder, RefundStatus, ShopModel, Status } from './shop-model.js';

interface Seen {
  readonly orders: ReadonlyMap<string, Status>;
  readonly refunds: ReadonlyMap<string, { readonly status: RefundStatus; readonly amountFen: number }>;
  readonly heard: ReadonlySet<string>;
  readonly stock: ReadonlyMap<string, { available: number; reserved: number; sold: number }>;
}

/** What the shop has to show for itself. */
export async function seen({ database }: RunningShop): Promise<Seen> {
  const orders = await database.query<{ id: string; status: Status }>('SELECT id, status FROM orders');
  const refunds = await database.query<{ id: string; status: RefundStatus; amount_fen: unknown }>(
    'SELECT id, status, amount_fen FROM order_refunds',
  );
  const heard = await database.query<{ attempt_no: string }>(
    `SELECT attempt_no FROM payments WHERE status = 'succeeded'`,
  );
  const stock = await database.query<Record<string, unknown>>('SELECT * FROM stock_items');
  return {
    orders: new Map(orders.map(({ id, status }) => [id, status])),
    refunds: new Map(refunds.map(({ id, status, amount_fen }) => [id, { status, amountFen: Number(amount_fen) }])),
    heard: new Set(heard.map(({ attempt_no }) => attempt_no)),
    stock: new Map(
      stock.map(({ sku_id, available, reserved, sold }) => [
        String(sku_id),
        { available: Number(available), reserved: Number(reserved), sold: Number(sold) },
      ]),
    ),
  };
}

/**
 * What nobody can foresee, the model learns: when the shop hears of money whose news was lost, and of refunds. It hears
 * nothing that WeChat does not say.
 */
export function learn(model: ShopModel, { wechat }: RunningShop, { heard, refunds }: Seen): void {
  for (const order of model.orders) {
    for (const { request } of wechat.paid(order.id))
      if (heard.has(request.attemptNo)) model.hear(order, request.attemptNo);
    for (const refund of order.refunds) {
      const now = refunds.get(refund.id)?.status;
      const news = wechat.refunds.get(`R${refund.id}`)?.news.outcome;
      if (refund.status === 'PROCESSING' && now?.toLowerCase() === news && now !== 'PROCESSING')
        model.followRefund(order, refund, now as RefundStatus);
    }
  }
}

/** The shop and the model are of one opinion. */
export async function agree(model: ShopModel, shop: RunningShop): Promise<void> {
  const now = await seen(shop);
  learn(model, shop, now);
  const refundsOf = (order: ModelOrder) =>
    order.refunds.map(({ id, status, amountFen }) => [id, { status, amountFen }]);
  expect({
    orders: new Map([...now.orders].sort()),
    refunds: new Map([...now.refunds].sort()),
    stock: shop.skuIds.map((skuId) => now.stock.get(skuId)),
  }).toEqual({
    orders: new Map(model.orders.map(({ id, status }): [string, Status] => [id, status]).sort()),
    refunds: new Map((model.orders.flatMap(refundsOf) as [string, unknown][]).sort()),
    stock: model.stock,
  });
  for (const { id } of model.orders) expect(shop.wechat.payable(id).length).toBeLessThanOrEqual(1);
}
