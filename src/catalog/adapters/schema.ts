import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';
import { CategoryEntity } from './category.entity.js';
import { ProductEntity } from './product.entity.js';
import { SkuEntity } from './sku.entity.js';

class CreateCatalog1764000003001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'categories',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      name ${t.text} NOT NULL,
      sort ${t.int} NOT NULL`,
    );
    await createTable(
      runner,
      'products',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      name ${t.text} NOT NULL,
      description ${t.long} NOT NULL,
      searchable ${t.long} NOT NULL,
      image_url ${t.text} NOT NULL,
      category_id ${t.id} NULL,
      price_fen ${t.bigint} NOT NULL,
      on_shelf ${t.flag} NOT NULL,
      shown ${t.flag} NOT NULL,
      deleted_at ${t.time} NULL,
      CONSTRAINT fk_products_category FOREIGN KEY (category_id) REFERENCES categories (id) ON DELETE SET NULL`,
      { indexes: { ix_products_shown: 'shown, id', ix_products_category: 'category_id, shown, id' } },
    );
    await createTable(
      runner,
      'skus',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      product_id ${t.id} NOT NULL,
      position ${t.int} NOT NULL,
      name ${t.text} NOT NULL,
      attributes ${t.long} NOT NULL,
      price_fen ${t.bigint} NOT NULL,
      on_shelf ${t.flag} NOT NULL,
      CONSTRAINT fk_skus_product FOREIGN KEY (product_id) REFERENCES products (id)`,
      { indexes: { ix_skus_product: 'product_id, position' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['skus', 'products', 'categories']) await runner.query(`DROP TABLE ${table}`);
  }
}

class CreateProductTerms1764000003002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'product_terms',
      (t) => `
      term ${t.word} NOT NULL,
      product_id ${t.id} NOT NULL,
      PRIMARY KEY (term, product_id),
      CONSTRAINT fk_product_terms_product FOREIGN KEY (product_id) REFERENCES products (id)`,
      { indexes: { ix_product_terms_product: 'product_id' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE product_terms');
  }
}

class CreateCatalogRevision1764600000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'catalog_revision',
      (t) => `id ${t.int} NOT NULL PRIMARY KEY, revision ${t.bigint} NOT NULL`,
    );
    // The one row it has; a migration that was cut off runs again.
    await runner.query(
      `INSERT INTO catalog_revision (id, revision)
       SELECT 1, 1 FROM (SELECT COUNT(*) AS present FROM catalog_revision) counted WHERE present = 0`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE catalog_revision');
  }
}

export const catalogSchema: ContextSchema = {
  entities: [CategoryEntity, ProductEntity, SkuEntity],
  migrations: [CreateCatalog1764000003001, CreateProductTerms1764000003002, CreateCatalogRevision1764600000100],
};
