import { Injectable } from '@nestjs/common';
import { Database, insertRows } from '#platform/database';
import { termsOf } from './search-terms.js';

/** Which products have which terms (see search-terms.ts). Kept in the transaction that saves the product. */
@Injectable()
export class SearchIndex {
  constructor(private readonly database: Database) {}

  add(productId: string, searchable: string): Promise<void> {
    return this.addAll([{ id: productId, searchable }]);
  }

  async addAll(products: readonly { readonly id: string; readonly searchable: string }[]): Promise<void> {
    const rows = products.flatMap(({ id, searchable }) => termsOf(searchable).map((term) => [term, id]));
    await insertRows(this.database, 'product_terms', ['term', 'product_id'], rows);
  }

  async remove(productId: string): Promise<void> {
    await this.database.execute('DELETE FROM product_terms WHERE product_id = ?', [productId]);
  }
}
