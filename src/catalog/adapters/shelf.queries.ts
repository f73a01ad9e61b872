import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { type Page, pageOf, type PageRequest, ReadyJson } from '#platform/http';
import { ProductNotFound } from '../domain/errors.js';
import { CatalogCache } from './catalog-cache.js';
import { CatalogRevision } from './catalog-revision.js';
import { categoryPage, type CategoryQuery } from './category-page.js';
import { CategoryReader } from './category-reader.js';
import type { ProductFilter } from './product-filter.js';
import { ProductReader, type StoredProduct } from './product-reader.js';
import { type CategoryView, type ProductView, type RevisionView, shopperView } from './product-views.js';
import { NOT_KEPT, ShelfJson } from './shelf-json.js';
import { StockLevels } from './stock-levels.js';

/** Goods change by a staff write only, which ends their edition (see CatalogCache). Milliseconds. */
const GOODS = { ttl: 30_000, missTtl: 3_000 };

/** What shoppers see of the catalogue. */
@Injectable()
export class ShelfQueries {
  constructor(
    private readonly database: Database,
    private readonly products: ProductReader,
    private readonly categoryReader: CategoryReader,
    private readonly levels: StockLevels,
    private readonly cache: CatalogCache,
    private readonly revision: CatalogRevision,
    private readonly json: ShelfJson,
  ) {}

  /** From the smallest `sort` on. */
  async categories(query: CategoryQuery): Promise<ReadyJson<Page<CategoryView>>> {
    const page = await this.cache.shown.find(categoriesKey(query), () => this.readCategories(query));
    return page as ReadyJson<Page<CategoryView>>;
  }

  /** What `categories` would answer, where a copy is at hand. */
  categoriesAtHand(query: CategoryQuery): ReadyJson | null {
    return this.cache.shown.peek(categoriesKey(query), () => this.readCategories(query)) ?? null;
  }

  /** The number of the catalogue as it is now: it rises with each write, and units for sale do not change it. */
  async present(): Promise<ReadyJson<RevisionView>> {
    return (await this.cache.shown.find(REVISION, () => this.readRevision())) as ReadyJson<RevisionView>;
  }

  /** What `present` would answer, where a copy is at hand. */
  presentAtHand(): ReadyJson | null {
    return this.cache.shown.peek(REVISION, () => this.readRevision()) ?? null;
  }

  /** @throws ProductNotFound when there is none, or it is not shown */
  async product(id: string): Promise<ReadyJson<ProductView>> {
    const product = await this.find(id);
    if (!product) throw new ProductNotFound();
    return product;
  }

  /** The same; null where `product` throws ProductNotFound. */
  async find(id: string): Promise<ReadyJson<ProductView> | null> {
    return (await this.cache.shown.find(productKey(id), () => this.readOne(id))) as ReadyJson<ProductView> | null;
  }

  /** What `product` would answer, where a copy is at hand. */
  productAtHand(id: string): ReadyJson | null {
    return this.cache.shown.peek(productKey(id), () => this.readOne(id)) ?? null;
  }

  /**
   * A search is not copied, because hardly anybody asks for the same words in the same second; so it may be read from a replica,
   * which what is copied may not.
   */
  async list(filter: ProductFilter, request: PageRequest): Promise<ReadyJson<Page<ProductView>>> {
    if (filter.q !== undefined) return this.search(filter, request);
    const page = await this.cache.shown.find(pageKey(filter, request), () => this.readPage(filter, request));
    return page as ReadyJson<Page<ProductView>>;
  }

  /** What `list` would answer, where a copy is at hand. */
  listAtHand(filter: ProductFilter, request: PageRequest): ReadyJson | null {
    if (filter.q !== undefined) return null;
    return this.cache.shown.peek(pageKey(filter, request), () => this.readPage(filter, request)) ?? null;
  }

  private async readRevision(): Promise<ReadyJson<RevisionView>> {
    return ReadyJson.of({ revision: await this.revision.read() }, NOT_KEPT);
  }

  private async readCategories(query: CategoryQuery): Promise<ReadyJson<Page<CategoryView>>> {
    const { revision, items } = await this.cache.aside('categories-at', GOODS, async () => ({
      revision: await this.revision.read(),
      items: await this.categoryReader.all(),
    }));
    return this.json.of(categoryPage(items, query), revision);
  }

  private async readOne(id: string): Promise<ReadyJson<ProductView> | null> {
    const found = await this.cache.aside(`goods-at:${id}`, GOODS, async () => {
      const revision = await this.revision.read();
      const goods = await this.products.find(id);
      return goods && { revision, goods };
    });
    if (!found?.goods.shown) return null;
    return this.json.of(shopperView(found.goods, await this.levels.of([found.goods])), found.revision);
  }

  private async search(filter: ProductFilter, { limit, after }: PageRequest): Promise<ReadyJson<Page<ProductView>>> {
    const slice = { count: limit + 1, after };
    const found = await this.database.reading((from) => this.products.list(filter, true, slice, from));
    return ReadyJson.of(await this.pageWith(found, limit), NOT_KEPT);
  }

  private async readPage(filter: ProductFilter, { limit, after }: PageRequest): Promise<ReadyJson<Page<ProductView>>> {
    const revision = await this.revision.read();
    const found = await this.products.list(filter, true, { count: limit + 1, after });
    return this.json.of(await this.pageWith(found, limit), revision);
  }

  private async pageWith(found: StoredProduct[], limit: number): Promise<Page<ProductView>> {
    const { items, nextCursor } = pageOf(found, limit);
    const available = await this.levels.of(items);
    return { items: items.map((product) => shopperView(product, available)), nextCursor };
  }
}

const REVISION = 'revision';
const productKey = (id: string) => `product:${id}`;

function categoriesKey({ limit, cursor }: CategoryQuery): string {
  return `categories:${limit ?? ''}:${cursor ? `${cursor.sort}:${cursor.id}` : ''}`;
}

function pageKey({ categoryId = '' }: ProductFilter, { limit, after }: PageRequest): string {
  return `page:${categoryId}:${limit}:${after ?? ''}`;
}
