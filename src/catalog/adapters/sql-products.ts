import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { ProductNotFound } from '../domain/errors.js';
import { Product } from '../domain/product.js';
import { Products } from '../domain/products.js';
import { CatalogCache } from './catalog-cache.js';
import { ProductEntity } from './product.entity.js';
import { SearchIndex } from './search-index.js';
import { searchableText } from './search-terms.js';
import { SkuEntity } from './sku.entity.js';

@Injectable()
export class SqlProducts extends Products {
  constructor(
    private readonly database: Database,
    private readonly index: SearchIndex,
    private readonly cache: CatalogCache,
  ) {
    super();
  }

  async add(product: Product): Promise<void> {
    await this.database.transaction(async () => {
      const row = productRow(product);
      await this.database.manager.insert(ProductEntity, row);
      await this.database.manager.insert(SkuEntity, skuRows(product));
      await this.index.add(row.id, row.searchable);
      await this.cache.changed();
    });
  }

  change(id: string, mutate: (product: Product) => void): Promise<Product> {
    return this.database.transaction(async () => {
      const before = await this.lock(id);
      const skus = await this.database.manager.find(SkuEntity, {
        where: { productId: id },
        order: { position: 'ASC' },
      });
      const product = productFrom(before, skus);
      mutate(product);
      await this.save(product, before);
      return product;
    });
  }

  async remove(id: string, at: Date): Promise<void> {
    await this.database.transaction(async () => {
      await this.lock(id);
      await this.database.manager.update(ProductEntity, { id }, { deletedAt: at, shown: false });
      await this.index.remove(id);
      await this.cache.changed();
    });
  }

  async isEmpty(): Promise<boolean> {
    return !(await this.database.manager.exists(ProductEntity, { withDeleted: true }));
  }

  private async lock(id: string): Promise<ProductEntity> {
    const lock = this.database.dialect === 'mysql' ? ({ mode: 'pessimistic_write' } as const) : undefined;
    const row = await this.database.manager.findOne(ProductEntity, { where: { id }, ...(lock && { lock }) });
    if (!row) throw new ProductNotFound();
    return row;
  }

  private async save(product: Product, before: ProductEntity): Promise<void> {
    const { id, ...columns } = productRow(product);
    await this.database.manager.update(ProductEntity, { id }, columns);
    await this.database.manager.upsert(SkuEntity, skuRows(product), ['id']);
    if (columns.searchable !== before.searchable) {
      await this.index.remove(id);
      await this.index.add(id, columns.searchable);
    }
    await this.cache.changed();
  }
}

export function productRow(product: Product): Omit<ProductEntity, 'deletedAt'> {
  const { id, name, description, imageUrl, categoryId, onShelf } = product.state;
  const searchable = searchableText(`${name} ${description}`);
  const derived = { searchable, priceFen: product.price.fen, shown: product.isShown };
  return { id, name, description, imageUrl, categoryId, onShelf, ...derived };
}

export function skuRows(product: Product): SkuEntity[] {
  return product.state.skus.map((sku, position) => ({ ...sku, productId: product.id, position }));
}

function productFrom({ categoryId, ...row }: ProductEntity, skus: readonly SkuEntity[]): Product {
  if (categoryId === null) throw new Error(`Product ${row.id} has no category`);
  return Product.of({ ...row, categoryId, skus: skus.map((sku) => ({ ...sku, priceFen: Number(sku.priceFen) })) });
}
