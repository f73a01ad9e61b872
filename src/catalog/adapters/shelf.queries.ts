import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { type Page, pageOf, type PageRequest, ReadyJson } from '#platform/http';
import { ProductNotFound } from '../domain/errors.js';
import { CatalogCache } from './catalog-cache.js';
import type { ProductFilter } from './product-filter.js';
import { ProductReader } from './product-reader.js';
import { type CategoryView, type ProductView, shopperView } from './product-views.js';
import { StockLevels } from './stock-levels.js';

/** Goods change by a staff write only, which ends their edition (see CatalogCache). Milliseconds. */
const GOODS = { ttl: 30_000, missTtl: 3_000 };

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
  async product(id: string): Promise<ReadyJson<ProductView>> {
    const product = await this.cache.shown.find(productKey(id), () => this.readOne(id));
    if (!product) throw new ProductNotFound();
    return product as ReadyJson<ProductView>;
  }

  /** What `product` would answer, where a copy is at hand. */
  productAtHand(id: string): ReadyJson | null {
    return this.cache.shown.peek(productKey(id), () => this.readOne(id)) ?? null;
  }

  /** A search is not copied: hardly anybody asks for the same words in the same second. */
  async list(filter: ProductFilter, request: PageRequest): Promise<ReadyJson<Page<ProductView>>> {
    if (filter.q !== undefined) return this.readPage(filter, request);
    const page = await this.cache.shown.find(pageKey(filter, request), () => this.readPage(filter, request));
    return page as ReadyJson<Page<ProductView>>;
  }

  /** What `list` would answer, where a copy is at hand. */
  listAtHand(filter: ProductFilter, request: PageRequest): ReadyJson | null {
    if (filter.q !== undefined) return null;
    return this.cache.shown.peek(pageKey(filter, request), () => this.readPage(filter, request)) ?? null;
  }

  private async readOne(id: string): Promise<ReadyJson<ProductView> | null> {
    const goods = await this.cache.aside(`goods:${id}`, GOODS, () => this.products.find(id));
    return goods?.shown ? ReadyJson.of(shopperView(goods, await this.levels.of([goods]))) : null;
  }

  private async readPage(filter: ProductFilter, { limit, after }: PageRequest): Promise<ReadyJson<Page<ProductView>>> {
    const { items, nextCursor } = pageOf(await this.products.list(filter, true, { count: limit + 1, after }), limit);
    const available = await this.levels.of(items);
    return ReadyJson.of({ items: items.map((product) => shopperView(product, available)), nextCursor });
  }
}

const productKey = (id: string) => `product:${id}`;

function pageKey({ categoryId = '' }: ProductFilter, { limit, after }: PageRequest): string {
  return `page:${categoryId}:${limit}:${after ?? ''}`;
}
