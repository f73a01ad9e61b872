import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';

class CreateStock1764000004001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'stock_items',
      (t) => `
      sku_id ${t.id} NOT NULL PRIMARY KEY,
      available ${t.bigint} NOT NULL CHECK (available >= 0),
      reserved ${t.bigint} NOT NULL CHECK (reserved >= 0),
      sold ${t.bigint} NOT NULL CHECK (sold >= 0)`,
    );
    await createTable(
      runner,
      'stock_movements',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      sku_id ${t.id} NOT NULL,
      type ${t.word} NOT NULL,
      quantity ${t.bigint} NOT NULL,
      order_id ${t.id} NULL,
      reason ${t.text} NULL,
      moved_at ${t.time} NOT NULL,
      CONSTRAINT fk_stock_movements_item FOREIGN KEY (sku_id) REFERENCES stock_items (sku_id)`,
      { indexes: { ix_stock_movements_sku: 'sku_id, id' } },
    );
    await createTable(
      runner,
      'stock_reservations',
      (t) => `
      order_id ${t.id} NOT NULL PRIMARY KEY,
      status ${t.word} NOT NULL,
      reserved_lines ${t.long} NOT NULL,
      changed_at ${t.time} NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['stock_reservations', 'stock_movements', 'stock_items'])
      await runner.query(`DROP TABLE ${table}`);
  }
}

export const inventorySchema: ContextSchema = { entities: [], migrations: [CreateStock1764000004001] };
