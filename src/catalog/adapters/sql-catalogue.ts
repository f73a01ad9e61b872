import { Injectable } from '@nestjs/common';
import { Database, placeholders, type Row } from '#platform/database';
import { Catalogue, type Offer } from '../application/catalogue.js';

/** One statement and no cache: an order must never be placed at yesterday's price. */
@Injectable()
export class SqlCatalogue extends Catalogue {
  constructor(private readonly database: Database) {
    super();
  }

  async offers(skuIds: readonly string[]): Promise<ReadonlyMap<string, Offer>> {
    if (skuIds.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT s.id, s.product_id, p.category_id, p.name AS product_name, s.name AS sku_name, p.image_url, s.price_fen,
              s.on_shelf AS sku_on_shelf, p.on_shelf AS product_on_shelf
       FROM skus s JOIN products p ON p.id = s.product_id
       WHERE s.id IN (${placeholders(skuIds.length)}) AND p.deleted_at IS NULL`,
      skuIds,
    );
    return new Map(rows.map((row) => [String(row['id']), offerFrom(row)]));
  }
}

function offerFrom(row: Row): Offer {
  return {
    skuId: String(row['id']),
    productId: String(row['product_id']),
    categoryId: String(row['category_id']),
    productName: String(row['product_name']),
    skuName: String(row['sku_name']),
    imageUrl: String(row['image_url']),
    priceFen: Number(row['price_fen']),
    onShelf: Boolean(row['sku_on_shelf']) && Boolean(row['product_on_shelf']),
  };
}
