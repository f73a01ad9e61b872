import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import type { CategoryView } from './product-views.js';

@Injectable()
export class CategoryReader {
  constructor(private readonly database: Database) {}

  /** From the smallest `sort` on, as the shop shows them. */
  all(): Promise<CategoryView[]> {
    return this.database.query<CategoryView>('SELECT id, name, sort FROM categories ORDER BY sort, id');
  }
}
