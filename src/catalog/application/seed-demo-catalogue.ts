import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '#platform/config';
import { Database, isUniqueViolation } from '#platform/database';
import { Stock } from '../../inventory/index.js';
import { Categories } from '../domain/categories.js';
import { Category } from '../domain/category.js';
import { Product } from '../domain/product.js';
import { Products } from '../domain/products.js';
import { DEMO_CATEGORIES, DEMO_PRODUCTS } from './demo-goods.js';

/** Fills a catalogue that has never had a product, so that a first start has something to sell. */
@Injectable()
export class SeedDemoCatalogue implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly products: Products,
    private readonly categories: Categories,
    private readonly stock: Stock,
    private readonly database: Database,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.demoSeed) await this.execute();
  }

  async execute(): Promise<void> {
    if (!(await this.products.isEmpty())) return;
    try {
      await this.database.transaction(() => this.fill());
    } catch (error) {
      // The ids are fixed: another process that started at the same moment has filled it.
      if (!isUniqueViolation(error)) throw error;
    }
  }

  private async fill(): Promise<void> {
    for (const category of DEMO_CATEGORIES) await this.categories.add(Category.of(category));
    for (const product of DEMO_PRODUCTS) await this.products.add(Product.of(product));
    const skus = DEMO_PRODUCTS.flatMap((product) => product.skus);
    await this.stock.introduce(skus.map(({ id, initialStock }) => ({ skuId: id, initial: initialStock })));
  }
}
