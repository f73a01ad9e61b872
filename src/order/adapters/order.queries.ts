import { Injectable } from '@nestjs/common';
import { Money } from '#kernel';
import { asDate, Database, placeholders, type SqlValue } from '#platform/database';
import { type Page, pageOf, type PageRequest } from '#platform/http';
import { type OrderView, type RefundView, refundView } from '../application/order-view.js';
import { OrderViews } from '../application/order-views.js';
import { OrderNotFound } from '../domain/errors.js';
import type { OrderStatus } from '../domain/order.js';
import type { RefundStatus } from '../domain/refund.js';
import { ORDER_VIEW_COLUMNS, type OrderLineRow, type OrderRows, ordersIn, viewFrom } from './order-rows.js';
import { DetailsCipher } from './sealed-details.js';

interface RefundRow {
  readonly id: string;
  readonly order_id: string;
  readonly status: RefundStatus;
  readonly amount_fen: number | string;
  readonly reason: string | null;
  readonly created_at: unknown;
}

/**
 * What a customer sees. A hot path: plain SQL straight into the view, one statement for orders and their lines and
 * another for refunds where there may be any. `order.queries.spec.ts` holds it against the aggregate's own view.
 */
@Injectable()
export class OrderQueries extends OrderViews {
  constructor(
    private readonly database: Database,
    private readonly details: DetailsCipher,
  ) {
    super();
  }

  async view(orderId: string, customerId: string): Promise<OrderView> {
    const [view] = await this.views(
      `SELECT ${ORDER_VIEW_COLUMNS} FROM orders o JOIN order_lines l ON l.order_id = o.id
       WHERE o.id = ? AND o.customer_id = ?`,
      [orderId, customerId],
    );
    if (!view) throw new OrderNotFound();
    return view;
  }

  async list(
    customerId: string,
    status: OrderStatus | undefined,
    { limit, after }: PageRequest,
  ): Promise<Page<OrderView>> {
    const [ofStatus, values] = status === undefined ? ['', []] : [' AND status = ?', [status]];
    // The page is found in the index alone; then each order is read once, by its primary key.
    const views = await this.views(
      `SELECT ${ORDER_VIEW_COLUMNS}
       FROM (SELECT id FROM orders WHERE customer_id = ?${ofStatus} AND id < ? ORDER BY id DESC LIMIT ${limit + 1}) page
       JOIN orders o ON o.id = page.id JOIN order_lines l ON l.order_id = page.id`,
      [customerId, ...values, after ?? '~'],
    );
    return pageOf(views, limit);
  }

  private async views(sql: string, values: readonly SqlValue[]): Promise<OrderView[]> {
    const orders = ordersIn(await this.database.query<OrderLineRow>(sql, values));
    const refunds = await this.refundsOf(orders);
    return Promise.all(orders.map((lines) => this.viewOf(lines, refunds.get(lines[0].id) ?? [])));
  }

  private async viewOf(lines: OrderRows, refundRows: readonly RefundRow[]): Promise<OrderView> {
    const [{ id, address, remark }] = lines;
    if (address === null && remark === null && refundRows.length === 0) {
      return viewFrom(lines, { address, remark, refunds: [] });
    }
    // Together: one look-up serves all keys that are asked for in one turn.
    const [details, refunds] = await Promise.all([
      this.details.open(id, { address, remark }),
      Promise.all(refundRows.map((row) => this.refundOf(row))),
    ]);
    return viewFrom(lines, { ...details, refunds });
  }

  private async refundsOf(orders: readonly OrderRows[]): Promise<ReadonlyMap<string, RefundRow[]>> {
    // What is not paid yet has none.
    const ids = orders.flatMap(([{ id, status }]) => (status === 'CREATED' ? [] : [id]));
    const byOrder = new Map<string, RefundRow[]>();
    if (ids.length === 0) return byOrder;
    const rows = await this.database.query<RefundRow>(
      `SELECT id, order_id, status, amount_fen, reason, created_at FROM order_refunds
       WHERE order_id IN (${placeholders(ids.length)})`,
      ids,
    );
    for (const row of rows.sort((a, b) => (a.id < b.id ? -1 : 1))) {
      byOrder.set(row.order_id, [...(byOrder.get(row.order_id) ?? []), row]);
    }
    return byOrder;
  }

  private async refundOf({ id, status, amount_fen, reason, created_at }: RefundRow): Promise<RefundView> {
    const text = reason === null ? undefined : await this.details.openRefundReason(id, reason);
    return refundView({ id, status, amount: Money.ofFen(Number(amount_fen)), createdAt: asDate(created_at) }, text);
  }
}
