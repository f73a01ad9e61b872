import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';

class CreatePromotion1764400000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'coupon_templates',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      name ${t.text} NOT NULL,
      benefit ${t.text} NOT NULL,
      threshold_fen ${t.bigint} NOT NULL,
      scope ${t.long} NOT NULL,
      validity ${t.text} NOT NULL,
      total_limit ${t.int} NOT NULL,
      shopper_limit ${t.int} NOT NULL,
      claim_from ${t.time} NOT NULL,
      claim_until ${t.time} NOT NULL,
      claimed ${t.int} NOT NULL CHECK (claimed >= 0),
      created_at ${t.time} NOT NULL,
      closed_at ${t.time} NULL,
      version ${t.int} NOT NULL,
      CONSTRAINT ck_coupon_templates_claimed CHECK (claimed <= total_limit)`,
      { indexes: { ix_coupon_templates_until: 'claim_until, id' } },
    );
    await createTable(
      runner,
      'coupons',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      template_id ${t.id} NOT NULL,
      customer_id ${t.id} NOT NULL,
      no ${t.int} NOT NULL,
      name ${t.text} NOT NULL,
      benefit ${t.text} NOT NULL,
      threshold_fen ${t.bigint} NOT NULL,
      scope ${t.long} NOT NULL,
      valid_from ${t.time} NOT NULL,
      valid_until ${t.time} NOT NULL,
      claimed_at ${t.time} NOT NULL,
      status ${t.word} NOT NULL,
      order_id ${t.id} NULL,
      used_at ${t.time} NULL,
      CONSTRAINT uq_coupons_share UNIQUE (template_id, customer_id, no),
      CONSTRAINT fk_coupons_template FOREIGN KEY (template_id) REFERENCES coupon_templates (id)`,
      {
        indexes: {
          ix_coupons_customer: 'customer_id, status, id',
          ix_coupons_order: 'order_id',
          ix_coupons_expiry: 'status, valid_until',
        },
      },
    );
    await createTable(
      runner,
      'flash_prices',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      sku_id ${t.id} NOT NULL,
      price_fen ${t.bigint} NOT NULL,
      starts_at ${t.time} NOT NULL,
      ends_at ${t.time} NOT NULL,
      units_limit ${t.int} NOT NULL,
      shopper_limit ${t.int} NULL,
      sold ${t.int} NOT NULL CHECK (sold >= 0),
      created_at ${t.time} NOT NULL,
      closed_at ${t.time} NULL,
      CONSTRAINT ck_flash_prices_sold CHECK (sold <= units_limit)`,
      { indexes: { ix_flash_prices_ends: 'ends_at, id' } },
    );
    await createTable(
      runner,
      'flash_takings',
      (t) => `
      order_id ${t.id} NOT NULL,
      flash_price_id ${t.id} NOT NULL,
      customer_id ${t.id} NOT NULL,
      units ${t.int} NOT NULL,
      taken_at ${t.time} NOT NULL,
      given_back_at ${t.time} NULL,
      PRIMARY KEY (order_id, flash_price_id),
      CONSTRAINT fk_flash_takings_price FOREIGN KEY (flash_price_id) REFERENCES flash_prices (id)`,
      {
        indexes: { ix_flash_takings_shopper: 'flash_price_id, customer_id', ix_flash_takings_customer: 'customer_id' },
      },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['flash_takings', 'flash_prices', 'coupons', 'coupon_templates']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

export const promotionSchema: ContextSchema = { entities: [], migrations: [CreatePromotion1764400000300] };
