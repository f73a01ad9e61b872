import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';

/** A row for each shopper with a cart: what is locked while it changes, and when that was. */
class CreateCarts1764400000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'carts',
      (t) => `
      customer_id ${t.id} NOT NULL PRIMARY KEY,
      changed_at ${t.time} NOT NULL`,
      { indexes: { ix_carts_changed: 'changed_at' } },
    );
    await createTable(
      runner,
      'cart_lines',
      (t) => `
      customer_id ${t.id} NOT NULL,
      sku_id ${t.id} NOT NULL,
      quantity ${t.int} NOT NULL,
      selected ${t.flag} NOT NULL,
      added_price_fen ${t.bigint} NOT NULL,
      added_at ${t.time} NOT NULL,
      PRIMARY KEY (customer_id, sku_id),
      CONSTRAINT fk_cart_lines_cart FOREIGN KEY (customer_id) REFERENCES carts (customer_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cart_lines');
    await runner.query('DROP TABLE carts');
  }
}

/** What each order took out of a cart. `placed_at` and `cancelled_at` are null while nobody has heard of it. */
class CreateCartTakeOuts1764400000201 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'cart_take_outs',
      (t) => `
      order_id ${t.id} NOT NULL PRIMARY KEY,
      customer_id ${t.id} NULL,
      taken_lines ${t.long} NULL,
      placed_at ${t.time} NULL,
      cancelled_at ${t.time} NULL,
      noted_at ${t.time} NOT NULL`,
      { indexes: { ix_cart_take_outs_customer: 'customer_id', ix_cart_take_outs_noted: 'noted_at' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cart_take_outs');
  }
}

/** What merges could not take, as long as their keys may come again. */
class CreateCartMerges1764400000202 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'cart_merges',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      customer_id ${t.id} NOT NULL,
      refused_lines ${t.long} NOT NULL,
      merged_at ${t.time} NOT NULL`,
      { indexes: { ix_cart_merges_customer: 'customer_id', ix_cart_merges_merged: 'merged_at' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cart_merges');
  }
}

export const cartSchema: ContextSchema = {
  entities: [],
  migrations: [CreateCarts1764400000200, CreateCartTakeOuts1764400000201, CreateCartMerges1764400000202],
};
