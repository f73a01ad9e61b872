import { Injectable } from '@nestjs/common';
import { Database, placeholders, type SqlValue } from '#platform/database';
import { Outbox } from '#platform/events';
import { OrderNotFound } from '../domain/errors.js';
import type { Order } from '../domain/order.js';
import { Orders, type PersonalDetails, type SealedDetails } from '../domain/orders.js';
import { OrderEntity } from './order.entity.js';
import { orderFrom } from './order-mapping.js';
import { DetailsCipher } from './sealed-details.js';

const ORDER_COLUMNS =
  'id, customer_id, status, goods_fen, freight_fen, discount_fen, total_fen, address, remark, created_at, expires_at, version';
const LINE_COLUMNS = 'order_id, line_no, sku_id, product_name, sku_name, image_url, unit_price_fen, quantity';

interface NewOrder {
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

  seal(orderId: string, details: PersonalDetails): Promise<SealedDetails> {
    return this.details.seal(orderId, details);
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
        `INSERT INTO order_lines (${LINE_COLUMNS}) VALUES ${placeholders(lines.length, 8)}`,
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

  change(orderId: string, mutate: (order: Order) => void): Promise<Order> {
    return this.database.transaction(async () => {
      await this.database.query(`SELECT id FROM orders WHERE id = ?${this.database.forUpdate}`, [orderId]);
      const order = orderFrom(await this.load(orderId));
      const { version } = order.snapshot;
      mutate(order);
      const { status, paidAt, shippedAt, completedAt, cancelledAt, cancelReason, version: changed } = order.snapshot;
      if (changed === version) return order;
      const state = { status, paidAt, shippedAt, completedAt, cancelledAt, cancelReason, version: changed };
      const { affected } = await this.database.manager.update(OrderEntity, { id: orderId, version }, state);
      if (affected !== 1) throw new Error(`Order ${orderId} was changed by somebody else`);
      await this.outbox.append([{ aggregateId: orderId, version: changed, events: order.takeEvents() }]);
      return order;
    });
  }

  async countUnpaid(customerId: string): Promise<number> {
    const [row] = await this.database.query(
      `SELECT COUNT(*) AS n FROM orders WHERE customer_id = ? AND status = 'CREATED'`,
      [customerId],
    );
    return Number(row?.['n']);
  }

  private async load(orderId: string): Promise<OrderEntity> {
    const entity = await this.database.manager.findOne(OrderEntity, {
      where: { id: orderId },
      relations: { lines: true },
    });
    if (!entity) throw new OrderNotFound();
    return entity;
  }
}

function orderRow({ order, details }: NewOrder): SqlValue[] {
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

function lineRows({ id, snapshot }: Order): SqlValue[][] {
  return snapshot.lines.map((line, at) => [
    id,
    at,
    line.skuId,
    line.productName,
    line.skuName,
    line.imageUrl,
    line.unitPrice.fen,
    line.quantity,
  ]);
}
