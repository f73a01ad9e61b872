import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { mustNameOnePlace, pageOf, type StaffPage, type StaffPageRequest } from '#platform/http';
import { CategoryNotFound, ProductNotFound } from '../domain/errors.js';
import type { StaffCategoryQuery } from './categories.schemas.js';
import { categoryPage } from './category-page.js';
import type { ProductFilter } from './product-filter.js';
import { ProductReader } from './product-reader.js';
import { type CategoryView, staffView, type StaffProductView } from './product-views.js';
import { StockLevels } from './stock-levels.js';

/** What staff see of the catalogue: all that is not deleted. */
@Injectable()
export class StaffCatalogQueries {
  constructor(
    private readonly database: Database,
    private readonly products: ProductReader,
    private readonly levels: StockLevels,
  ) {}

  /** @throws ProductNotFound */
  async product(id: string): Promise<StaffProductView> {
    const product = await this.products.find(id);
    if (!product) throw new ProductNotFound();
    return staffView(product, await this.levels.of([product]));
  }

  async list(filter: ProductFilter, { limit, after, offset }: StaffPageRequest): Promise<StaffPage<StaffProductView>> {
    const numbered = offset !== null;
    const slice = { count: limit + 1, after, offset: offset ?? 0 };
    const { found, total } = await this.database.reading(async (from) => ({
      found: await this.products.list(filter, false, slice, from),
      total: numbered ? await this.products.count(filter, false, from) : 0,
    }));
    const { items, nextCursor } = pageOf(found, limit);
    const available = await this.levels.of(items);
    return {
      items: items.map((product) => staffView(product, available)),
      nextCursor,
      ...(numbered && { total }),
    };
  }

  /**
   * From the smallest `sort` on; all of them, or the page that is asked for. A shop has few: they are cut up here.
   * @throws InvalidRequest
   */
  async categories({ page, pageSize, ...byCursor }: StaffCategoryQuery): Promise<StaffPage<CategoryView>> {
    const all = await this.database.reading((from) =>
      from.query<CategoryView>('SELECT id, name, sort FROM categories ORDER BY sort, id'),
    );
    if (page === undefined && pageSize === undefined) return categoryPage(all, byCursor);
    mustNameOnePlace({ page, cursor: byCursor.cursor });
    const size = pageSize ?? byCursor.limit ?? 20;
    const from = all.slice(((page ?? 1) - 1) * size);
    return { ...categoryPage(from, { ...byCursor, limit: size }), total: all.length };
  }

  /** @throws CategoryNotFound */
  async category(id: string): Promise<CategoryView> {
    const [row] = await this.database.query<CategoryView>('SELECT id, name, sort FROM categories WHERE id = ?', [id]);
    if (!row) throw new CategoryNotFound();
    return row;
  }
}
