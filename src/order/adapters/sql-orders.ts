import { Injectable } from '@nestjs/common';
import { asDate, Database, placeholders, type SqlValue } from '#platform/database';
import { Outbox } from '#platform/events';
import { OrderNotFound, RefundNotFound } from '../domain/errors.js';
import type { Order } from '../domain/order.js';
import {
  type ExpiredOrder,
  Orders,
  type PersonalDetails,
  type RefundOf,
  type SealedDetails,
} from '../domain/orders.js';
import type { RefundState } from '../domain/refund.js';
import { OrderEntity, RefundEntity } from './order.entity.js';
import { changedColumns, orderFrom, refundRow } from './order-mapping.js';
import { DetailsCipher } from './sealed-details.js';

export const ORDER_COLUMNS =
  'id, customer_id, status, goods_fen, freight_fen, discount_fen, total_fen, address, remark, created_at, expires_at, version';
export const LINE_COLUMNS =
  'order_id, line_no, sku_id, product_name, sku_name, image_url, unit_price_fen, quantity, discount_fen';

export interface NewOrder {
  readonly order: Order;
  readonly details: SealedDetails;
}

@Injectable()
export class SqlOrders extends Orders {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly details: DetailsCipher,
  ) {
    super();
  }

  seal(orderId: string, customerId: string, details: PersonalDetails): Promise<SealedDetails> {
    return this.details.seal(orderId, customerId, details);
  }

  sealRefundText(refund: RefundOf, column: 'reason' | 'rejection', text: string): Promise<string> {
    return this.details.sealRefundText(refund, column, text);
  }

  /** SQL rather than entities: placing is a hot path, and a list of orders takes three statements in all. */
  async add(orders: readonly NewOrder[]): Promise<void> {
    if (orders.length === 0) return;
    await this.database.transaction(async () => {
      await this.database.execute(
        `INSERT INTO orders (${ORDER_COLUMNS}) VALUES ${placeholders(orders.length, 12)}`,
        orders.flatMap(orderRow),
      );
      const lines = orders.flatMap(({ order }) => lineRows(order));
      await this.database.execute(
        `INSERT INTO order_lines (${LINE_COLUMNS}) VALUES ${placeholders(lines.length, 9)}`,
        lines.flat(),
      );
      await this.outbox.append(
        orders.map(({ order }) => ({
          aggregateId: order.id,
          version: order.snapshot.version,
          events: order.takeEvents(),
        })),
      );
    });
  }

  async get(orderId: string): Promise<Order> {
    return orderFrom(await this.load(orderId));
  }

  async existing(orderIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (orderIds.length === 0) return new Set();
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM orders WHERE id IN (${placeholders(orderIds.length)})`,
      orderIds,
    );
    return new Set(rows.map(({ id }) => id));
  }

  change(orderId: string, mutate: (order: Order) => void): Promise<Order> {
    return this.database.transaction(async () => {
      await this.database.query(`SELECT id FROM orders WHERE id = ?${this.database.forUpdate}`, [orderId]);
      const order = orderFrom(await this.load(orderId));
      const before = order.snapshot;
      mutate(order);
      const { version } = order.snapshot;
      if (version === before.version) return order;
      const where = { id: orderId, version: before.version };
      const { affected } = await this.database.manager.update(OrderEntity, where, changedColumns(order));
      if (affected !== 1) throw new Error(`Order ${orderId} was changed by somebody else`);
      await this.saveRefunds(order, before.refunds);
      await this.outbox.append([{ aggregateId: orderId, version, events: order.takeEvents() }]);
      return order;
    });
  }

  async orderOfRefund(refundId: string): Promise<{ orderId: string; customerId: string }> {
    const [row] = await this.database.query<{ order_id: string; customer_id: string }>(
      `SELECT order_id, customer_id FROM order_refunds JOIN orders ON orders.id = order_refunds.order_id
       WHERE order_refunds.id = ?`,
      [refundId],
    );
    if (!row) throw new RefundNotFound();
    return { orderId: row.order_id, customerId: row.customer_id };
  }

  claimExpired(limit: number, now: Date, until: Date): Promise<ExpiredOrder[]> {
    return this.database.transaction(async () => {
      const rows = await this.database.query<{ id: string; expires_at: unknown }>(
        `SELECT id, expires_at FROM orders WHERE status = 'CREATED' AND expires_at <= ?
         AND (claimed_until IS NULL OR claimed_until <= ? OR claimed_until > ?)
         ORDER BY expires_at LIMIT ${limit}${this.database.forUpdateSkipLocked}`,
        [now, now, until],
      );
      if (rows.length === 0) return [];
      await this.database.execute(`UPDATE orders SET claimed_until = ? WHERE id IN (${placeholders(rows.length)})`, [
        until,
        ...rows.map(({ id }) => id),
      ]);
      return rows.map(({ id, expires_at }) => ({ orderId: id, expiresAt: asDate(expires_at) }));
    });
  }

  async shippedBefore(time: Date, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM orders WHERE status = 'SHIPPED' AND shipped_at <= ? ORDER BY shipped_at LIMIT ${limit}`,
      [time],
    );
    return rows.map(({ id }) => id);
  }

  async countUnpaid(customerIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ customer_id: string; n: unknown }>(
      `SELECT customer_id, COUNT(*) AS n FROM orders
       WHERE customer_id IN (${placeholders(customerIds.length)}) AND status = 'CREATED' GROUP BY customer_id`,
      customerIds,
    );
    return new Map(rows.map(({ customer_id, n }) => [customer_id, Number(n)]));
  }

  private async saveRefunds({ id: orderId, snapshot }: Order, before: readonly RefundState[]): Promise<void> {
    for (const refund of snapshot.refunds) {
      const kept = before.find(({ id }) => id === refund.id);
      const { status, rejection } = refund;
      if (!kept) await this.database.manager.insert(RefundEntity, refundRow(orderId, refund));
      else if (kept.status !== status) {
        await this.database.manager.update(RefundEntity, { id: refund.id }, { status, rejection });
      }
    }
  }

  private async load(orderId: string): Promise<OrderEntity> {
    const entity = await this.database.manager.findOne(OrderEntity, {
      where: { id: orderId },
      relations: { lines: true, refunds: true },
      relationLoadStrategy: 'query',
    });
    if (!entity) throw new OrderNotFound();
    return entity;
  }
}

export function orderRow({ order, details }: NewOrder): SqlValue[] {
  const { id, customerId, status, quote, createdAt, expiresAt, version } = order.snapshot;
  const { goods, freight, discount } = quote;
  return [
    id,
    customerId,
    status,
    goods.fen,
    freight.fen,
    discount.fen,
    order.total.fen,
    details.address,
    details.remark,
    createdAt,
    expiresAt,
    version,
  ];
}

export function lineRows({ id, snapshot }: Order): SqlValue[][] {
  return snapshot.lines.map((line, at) => [
    id,
    at,
    line.skuId,
    line.productName,
    line.skuName,
    line.imageUrl,
    line.unitPrice.fen,
    line.quantity,
    line.discount.fen,
  ]);
}
