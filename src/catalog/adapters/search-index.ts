import { Injectable } from '@nestjs/common';
import { Database, placeholders } from '#platform/database';
import { termsOf } from './search-terms.js';

/** Rows of one INSERT; a long description has some thousands of terms. */
const BATCH = 500;

/** Which products have which terms (see search-terms.ts). Kept in the transaction that saves the product. */
@Injectable()
export class SearchIndex {
  constructor(private readonly database: Database) {}

  async add(productId: string, searchable: string): Promise<void> {
    const rows = termsOf(searchable).map((term) => [term, productId]);
    for (let from = 0; from < rows.length; from += BATCH) {
      const batch = rows.slice(from, from + BATCH);
      await this.database.execute(
        `INSERT INTO product_terms (term, product_id) VALUES ${placeholders(batch.length, 2)}`,
        batch.flat(),
      );
    }
  }

  async remove(productId: string): Promise<void> {
    await this.database.execute('DELETE FROM product_terms WHERE product_id = ?', [productId]);
  }
}
