import { Injectable } from '@nestjs/common';
import { newIdAt } from '#kernel';
import { Database } from '#platform/database';
import type { Dice } from '#platform/seeding';
import type { Offer } from '../application/catalogue.js';
import { Categories } from '../domain/categories.js';
import { Category } from '../domain/category.js';
import { Product } from '../domain/product.js';
import { CatalogCache } from './catalog-cache.js';
import { ProductEntity } from './product.entity.js';
import { SearchIndex } from './search-index.js';
import { SHELVES } from './seed-goods-words.js';
import { SkuEntity } from './sku.entity.js';
import { productRow, skuRows } from './sql-products.js';

interface SeedGoodsCommand {
  readonly count: number;
  readonly dice: Dice;
  readonly addedAt: Date;
}

/** Makes up products under a few categories, which are made once and found again by name. */
@Injectable()
export class SeedGoods {
  constructor(
    private readonly database: Database,
    private readonly categories: Categories,
    private readonly index: SearchIndex,
    private readonly cache: CatalogCache,
  ) {}

  /** In the caller's transaction, so that their stock is there with them. Answers their offers. */
  async execute({ count, dice, addedAt }: SeedGoodsCommand): Promise<Offer[]> {
    const categoryIds = await this.categoryIds();
    const products = Array.from({ length: count }, () => aProduct(dice, addedAt, categoryIds));
    const rows = products.map(productRow);
    await this.database.manager.insert(ProductEntity, rows);
    await this.database.manager.insert(SkuEntity, products.flatMap(skuRows));
    await this.index.addAll(rows);
    await this.cache.changed();
    return products.flatMap(offersOf);
  }

  private async categoryIds(): Promise<ReadonlyMap<string, string>> {
    const known = await this.database.query<{ id: string; name: string }>('SELECT id, name FROM categories');
    const ids = new Map(known.map(({ id, name }) => [name, id]));
    for (const [sort, { category: name }] of SHELVES.entries()) {
      if (ids.has(name)) continue;
      const id = newIdAt(new Date());
      await this.categories.add(Category.of({ id, name, sort: sort + 1 }));
      ids.set(name, id);
    }
    return ids;
  }
}

function aProduct(dice: Dice, addedAt: Date, categoryIds: ReadonlyMap<string, string>): Product {
  const shelf = dice.pick(SHELVES);
  const basePriceFen = dice.between(...shelf.prices) * 100;
  const first = dice.between(0, shelf.values.length - 1);
  const offered = shelf.values.slice(first, first + dice.between(1, 4));
  return Product.of({
    id: newIdAt(addedAt),
    name: `${dice.pick(shelf.origins)}${dice.pick(shelf.names)}`,
    description: dice.pick(shelf.descriptions),
    imageUrl: '',
    categoryId: categoryIds.get(shelf.category) ?? '',
    onShelf: dice.chance(0.96),
    skus: offered.map((value, at) => ({
      id: newIdAt(addedAt),
      name: value,
      attributes: { [shelf.attribute]: value },
      priceFen: Math.round(basePriceFen * (1 + 0.6 * at)) - 10,
      onShelf: true,
    })),
  });
}

function offersOf({ id: productId, state }: Product): Offer[] {
  const { name: productName, categoryId, imageUrl, onShelf } = state;
  return state.skus.map(({ id: skuId, name: skuName, priceFen }) => ({
    skuId,
    productId,
    categoryId,
    productName,
    skuName,
    imageUrl,
    priceFen,
    onShelf,
  }));
}
