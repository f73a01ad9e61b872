import { Injectable } from '@nestjs/common';
import { Database, placeholders, type Reader, type Row, type SqlValue } from '#platform/database';
import type { ProductState } from '../domain/product.js';
import type { SkuAttributes, SkuState } from '../domain/sku.js';
import { type ProductFilter, type ProductSource, productSource } from './product-filter.js';

/** A product as it is stored, with the price it is shown with. */
export interface StoredProduct extends ProductState {
  readonly priceFen: number;
  readonly shown: boolean;
}

interface Slice {
  readonly count: number;
  /** Id of the last product of the page before. */
  readonly after?: string | null;
  readonly offset?: number;
}

const COLUMNS = 'p.id, p.name, p.description, p.image_url, p.category_id, p.price_fen, p.on_shelf, p.shown';

/** Reads products, newest first: one statement for any number of products, and one for their SKUs. */
@Injectable()
export class ProductReader {
  constructor(private readonly database: Database) {}

  list(
    filter: ProductFilter,
    shownOnly: boolean,
    { count, after = null, offset = 0 }: Slice,
    from: Reader = this.database,
  ): Promise<StoredProduct[]> {
    const { sql, values, id } = productSource(filter, shownOnly, after);
    return this.read({ sql: `${sql} ORDER BY ${id} DESC LIMIT ${count} OFFSET ${offset}`, values }, from);
  }

  async count(filter: ProductFilter, shownOnly: boolean, from: Reader = this.database): Promise<number> {
    const { sql, values } = productSource(filter, shownOnly, null);
    const [row] = await from.query(`SELECT COUNT(*) AS total ${sql}`, values);
    return Number(row?.['total']);
  }

  /** Null when there is none, or it is deleted. */
  async find(id: string): Promise<StoredProduct | null> {
    const source = { sql: 'FROM products p WHERE p.id = ? AND p.deleted_at IS NULL', values: [id] };
    return (await this.read(source, this.database))[0] ?? null;
  }

  private async read({ sql, values }: Pick<ProductSource, 'sql' | 'values'>, from: Reader): Promise<StoredProduct[]> {
    const products = await from.query(`SELECT ${COLUMNS} ${sql}`, values);
    if (products.length === 0) return [];
    const skus = await this.skusOf(
      products.map(({ id }) => String(id)),
      from,
    );
    return products.map((row) => productFrom(row, skus.get(String(row['id'])) ?? []));
  }

  private async skusOf(productIds: readonly SqlValue[], from: Reader): Promise<Map<string, SkuState[]>> {
    const rows = await from.query(
      `SELECT product_id, id, name, attributes, price_fen, on_shelf FROM skus
       WHERE product_id IN (${placeholders(productIds.length)}) ORDER BY product_id, position`,
      productIds,
    );
    const byProduct = new Map<string, SkuState[]>();
    for (const row of rows) {
      const productId = String(row['product_id']);
      byProduct.set(productId, [...(byProduct.get(productId) ?? []), skuFrom(row)]);
    }
    return byProduct;
  }
}

function productFrom(row: Row, skus: readonly SkuState[]): StoredProduct {
  return {
    id: String(row['id']),
    name: String(row['name']),
    description: String(row['description']),
    imageUrl: String(row['image_url']),
    categoryId: String(row['category_id']),
    priceFen: Number(row['price_fen']),
    onShelf: Boolean(row['on_shelf']),
    shown: Boolean(row['shown']),
    skus,
  };
}

function skuFrom(row: Row): SkuState {
  return {
    id: String(row['id']),
    name: String(row['name']),
    attributes: JSON.parse(String(row['attributes'])) as SkuAttributes,
    priceFen: Number(row['price_fen']),
    onShelf: Boolean(row['on_shelf']),
  };
}
