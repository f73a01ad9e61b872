import { createCache } from 'cache-manager';
import { ManualClock, newId } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { Cache, RedisBroadcast, RedisConnection } from '#platform/cache';
import type { Config } from '#platform/config';
import type { Database } from '#platform/database';
import { Idempotency } from '#platform/idempotency';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { CategoryGuard } from '../application/category-guard.js';
import { ChangeProduct } from '../application/change-product.js';
import { CreateProduct, type NewSku } from '../application/create-product.js';
import { DeleteProduct } from '../application/delete-product.js';
import { Category } from '../domain/category.js';
import type { ProductDetails } from '../domain/product.js';
import { CatalogCache } from './catalog-cache.js';
import { CatalogRevision } from './catalog-revision.js';
import { CategoryReader } from './category-reader.js';
import { InMemoryStock } from './in-memory-stock.js';
import { ProductReader } from './product-reader.js';
import { SearchIndex } from './search-index.js';
import { ShelfJson } from './shelf-json.js';
import { ShelfQueries } from './shelf.queries.js';
import { SnapshotQueries } from './snapshot.queries.js';
import { SqlCategories } from './sql-categories.js';
import { SqlProducts } from './sql-products.js';
import { StaffCatalogQueries } from './staff-catalog.queries.js';
import { StockLevels } from './stock-levels.js';

/** The catalog over a real database; stock and cache are in memory. */
export function catalogOn(database: Database) {
  const clock = new ManualClock();
  const audit = new InMemoryAuditLog();
  const stock = new InMemoryStock();
  const broadcast = new RedisBroadcast([], new RedisConnection([]));
  const revision = new CatalogRevision(database, clock);
  const cache = new CatalogCache(new Cache(createCache()), database, broadcast, revision);
  const json = new ShelfJson({ catalog: { cdnTtl: 0, cdnStale: 0 } } as Config);
  const products = new SqlProducts(database, new SearchIndex(database), cache);
  const categories = new SqlCategories(database, cache);
  const guard = new CategoryGuard(categories);
  const reader = new ProductReader(database);
  const ordered = new CategoryReader(database);
  const levels = new StockLevels(stock);
  const createProduct = new CreateProduct(products, guard, stock, audit, new Idempotency(database, clock));
  return {
    stock,
    revision,
    audit,
    products,
    categories,
    createProduct,
    changeProduct: new ChangeProduct(products, guard, stock, audit, database),
    deleteProduct: new DeleteProduct(products, audit, database, clock),
    shelf: new ShelfQueries(database, reader, ordered, levels, cache, revision, json),
    snapshots: new SnapshotQueries(revision, reader, ordered, levels, clock),
    staff: new StaffCatalogQueries(database, reader, levels),

    async aCategory(name = '茶叶', sort = 0): Promise<string> {
      const id = newId();
      await categories.add(Category.of({ id, name, sort }));
      return id;
    },

    async aProduct(
      categoryId: string,
      details: Partial<ProductDetails> = {},
      skus: Partial<NewSku>[] = [{}],
    ): Promise<string> {
      const sku = { name: '50g', attributes: {}, priceFen: 100, onShelf: true, initialStock: 7 };
      const blank = { name: '龙井', description: '', imageUrl: '', onShelf: true, categoryId };
      const all = skus.map((changes) => ({ ...sku, ...changes }));
      return (await createProduct.execute({ ...blank, ...details, skus: all, actor: SYSTEM, key: null })).id;
    },
  };
}
