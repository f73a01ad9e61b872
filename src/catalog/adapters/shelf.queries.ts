import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { type Page, pageOf, type PageRequest } from '#platform/http';
import { ProductNotFound } from '../domain/errors.js';
import { CatalogCache } from './catalog-cache.js';
import type { ProductFilter } from './product-filter.js';
import { ProductReader } from './product-reader.js';
import { type CategoryView, type ProductView, shopperView } from './product-views.js';
import { StockLevels } from './stock-levels.js';

/** Goods change by a staff write only, which ends their edition (see CatalogCache). Milliseconds. */
const GOODS = { ttl: 30_000, missTtl: 3_000 };
/** Units for sale must not be older than 2 s when they are shown, the time to load them included. Milliseconds. */
const UNITS = { ttl: 1_000, missTtl: 3_000 };

/** What shoppers see of the catalogue. */
@Injectable()
export class ShelfQueries {
  constructor(
    private readonly database: Database,
    private readonly products: ProductReader,
    private readonly levels: StockLevels,
    private readonly cache: CatalogCache,
  ) {}

  /** From the smallest `sort` on. */
  categories(): Promise<CategoryView[]> {
    return this.cache.aside('categories', GOODS, () =>
      this.database.query<CategoryView>('SELECT id, name, sort FROM categories ORDER BY sort, id'),
    );
  }

  /** @throws ProductNotFound when there is none, or it is not shown */
  async product(id: string): Promise<ProductView> {
    const product = await this.cache.aside(`product:${id}`, UNITS, () => this.readOne(id));
    if (!product) throw new ProductNotFound();
    return product;
  }

  /** A search is not cached: hardly anybody asks for the same words in the same second. */
  list(filter: ProductFilter, request: PageRequest): Promise<Page<ProductView>> {
    if (filter.q !== undefined) return this.readPage(filter, request);
    const key = `page:${filter.categoryId ?? ''}:${request.limit}:${request.after ?? ''}`;
    return this.cache.aside(key, UNITS, () => this.readPage(filter, request));
  }

  private async readOne(id: string): Promise<ProductView | null> {
    const goods = await this.cache.aside(`goods:${id}`, GOODS, () => this.products.find(id));
    return goods?.shown ? shopperView(goods, await this.levels.of([goods])) : null;
  }

  private async readPage(filter: ProductFilter, { limit, after }: PageRequest): Promise<Page<ProductView>> {
    const { items, nextCursor } = pageOf(await this.products.list(filter, true, { count: limit + 1, after }), limit);
    const available = await this.levels.of(items);
    return { items: items.map((product) => shopperView(product, available)), nextCursor };
  }
}
