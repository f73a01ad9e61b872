import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, type ContextSchema, createIndex, createTable, dropIndex } from '#platform/database';
import { OrderEntity, OrderLineEntity, RefundEntity } from './order.entity.js';

class CreateOrders1764000005001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'orders',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      customer_id ${t.id} NOT NULL,
      status ${t.word} NOT NULL,
      goods_fen ${t.bigint} NOT NULL,
      freight_fen ${t.bigint} NOT NULL,
      discount_fen ${t.bigint} NOT NULL,
      total_fen ${t.bigint} NOT NULL,
      address ${t.sealed} NULL,
      remark ${t.sealed} NULL,
      created_at ${t.time} NOT NULL,
      expires_at ${t.time} NOT NULL,
      payment_id ${t.id} NULL,
      paid_at ${t.time} NULL,
      carrier ${t.text} NULL,
      tracking_no ${t.key} NULL,
      shipped_at ${t.time} NULL,
      completed_at ${t.time} NULL,
      cancelled_at ${t.time} NULL,
      cancel_reason ${t.word} NULL,
      claimed_until ${t.time} NULL,
      version ${t.int} NOT NULL`,
      {
        indexes: {
          ix_orders_customer: 'customer_id, id',
          ix_orders_customer_status: 'customer_id, status, id',
          ix_orders_status: 'status, id',
          ix_orders_expiry: 'status, expires_at',
          ix_orders_shipped: 'status, shipped_at',
          ix_orders_tracking: 'tracking_no',
        },
      },
    );
    await createTable(
      runner,
      'order_lines',
      (t) => `
      order_id ${t.id} NOT NULL,
      line_no ${t.int} NOT NULL,
      sku_id ${t.id} NOT NULL,
      product_name ${t.text} NOT NULL,
      sku_name ${t.text} NOT NULL,
      image_url ${t.text} NOT NULL,
      unit_price_fen ${t.bigint} NOT NULL,
      quantity ${t.int} NOT NULL,
      PRIMARY KEY (order_id, line_no),
      CONSTRAINT fk_order_lines_order FOREIGN KEY (order_id) REFERENCES orders (id)`,
    );
    await createTable(
      runner,
      'order_refunds',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      order_id ${t.id} NOT NULL,
      payment_id ${t.id} NOT NULL,
      status ${t.word} NOT NULL,
      amount_fen ${t.bigint} NOT NULL,
      reason ${t.sealed} NULL,
      rejection ${t.sealed} NULL,
      created_at ${t.time} NOT NULL,
      CONSTRAINT fk_order_refunds_order FOREIGN KEY (order_id) REFERENCES orders (id)`,
      { indexes: { ix_order_refunds_order: 'order_id', ix_order_refunds_status: 'status, id' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE order_refunds');
    await runner.query('DROP TABLE order_lines');
    await runner.query('DROP TABLE orders');
  }
}

/** For whoever goes through the orders of a period, however many others there are. */
class IndexOrdersByTime1764100005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createIndex(runner, 'orders', 'ix_orders_created', 'created_at, id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'orders', 'ix_orders_created');
  }
}

/** Lines of earlier orders, and of a release that does not know of it, have nothing taken off. */
class AddLineDiscounts1764400000301 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'order_lines', 'discount_fen', 'bigint', 0);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE order_lines DROP COLUMN discount_fen');
  }
}

export const orderSchema: ContextSchema = {
  entities: [OrderEntity, OrderLineEntity, RefundEntity],
  migrations: [CreateOrders1764000005001, IndexOrdersByTime1764100005000, AddLineDiscounts1764400000301],
};
