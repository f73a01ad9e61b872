import { Money } from '#kernel';
import { asDate, placeholders, type Reader, type SqlValue } from '#platform/database';
import { type OrderView, type RefundView, refundView } from '../application/order-view.js';
import type { RefundStatus } from '../domain/refund.js';
import { type OrderLineRow, type OrderRows, ordersIn, viewFrom } from './order-rows.js';
import type { DetailsCipher } from './sealed-details.js';

export const REFUND_VIEW_COLUMNS = 'id, order_id, status, amount_fen, reason, created_at';

export interface RefundRow {
  readonly id: string;
  readonly order_id: string;
  readonly status: RefundStatus;
  readonly amount_fen: number | string;
  readonly reason: string | null;
  readonly created_at: unknown;
}

/** An order as the database has it: what is sealed is still sealed. */
export interface KeptOrder {
  readonly lines: OrderRows;
  readonly refunds: readonly RefundRow[];
}

const NOTHING_WRITTEN = { address: null, remark: null, refunds: [] };

/**
 * Reads orders straight into their view, newest first: one statement for orders and their lines and another for refunds
 * where there may be any. What is sealed is opened with keys that are never read from a replica: a key that was destroyed stays so.
 */
export class OrderReader {
  constructor(private readonly details: DetailsCipher) {}

  /** @param sql selects ORDER_VIEW_COLUMNS, a row for each line */
  async read(from: Reader, sql: string, values: readonly SqlValue[]): Promise<OrderView[]> {
    const orders = ordersIn(await from.query<OrderLineRow>(sql, values));
    const refunds = await refundsOf(from, orders);
    return this.open(orders.map((lines) => keptWith(refunds, lines)));
  }

  /** Together: one look-up serves all keys that are asked for in one turn. */
  async open(orders: readonly KeptOrder[]): Promise<OrderView[]> {
    if (!orders.some(hasWriting)) return orders.map(({ lines }) => viewFrom(lines, NOTHING_WRITTEN));
    return Promise.all(orders.map((order) => this.openView(order)));
  }

  async refund({ id, status, amount_fen, reason, created_at }: RefundRow): Promise<RefundView> {
    const text = reason === null ? undefined : await this.details.openRefundReason(id, reason);
    return refundView({ id, status, amount: Money.ofFen(Number(amount_fen)), createdAt: asDate(created_at) }, text);
  }

  private async openView(order: KeptOrder): Promise<OrderView> {
    const { lines, refunds: rows } = order;
    const [{ id, address, remark }] = lines;
    if (!hasWriting(order)) return viewFrom(lines, NOTHING_WRITTEN);
    const [details, refunds] = await Promise.all([
      this.details.open(id, { address, remark }),
      Promise.all(rows.map((row) => this.refund(row))),
    ]);
    return viewFrom(lines, { ...details, refunds });
  }
}

function hasWriting({ lines: [{ address, remark }], refunds }: KeptOrder): boolean {
  return address !== null || remark !== null || refunds.length > 0;
}

export function keptWith(refunds: ReadonlyMap<string, readonly RefundRow[]>, lines: OrderRows): KeptOrder {
  return { lines, refunds: refunds.get(lines[0].id) ?? [] };
}

/** By the order's id; of orders without a refund there is nothing. */
export async function refundsOf(from: Reader, orders: readonly OrderRows[]): Promise<ReadonlyMap<string, RefundRow[]>> {
  // What is not paid yet has none.
  const ids = orders.flatMap(([{ id, status }]) => (status === 'CREATED' ? [] : [id]));
  const byOrder = new Map<string, RefundRow[]>();
  if (ids.length === 0) return byOrder;
  const rows = await from.query<RefundRow>(
    `SELECT ${REFUND_VIEW_COLUMNS} FROM order_refunds WHERE order_id IN (${placeholders(ids.length)})`,
    ids,
  );
  for (const row of rows.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    byOrder.set(row.order_id, [...(byOrder.get(row.order_id) ?? []), row]);
  }
  return byOrder;
}
