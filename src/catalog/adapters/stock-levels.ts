import { Injectable } from '@nestjs/common';
import { Stock } from '../../inventory/index.js';
import type { StoredProduct } from './product-reader.js';
import type { Available } from './product-views.js';

/** Units for sale of every SKU of some products, in one question to inventory. */
@Injectable()
export class StockLevels {
  constructor(private readonly stock: Stock) {}

  async of(products: readonly StoredProduct[]): Promise<Available> {
    const skuIds = products.flatMap(({ skus }) => skus.map(({ id }) => id));
    return skuIds.length === 0 ? {} : Object.fromEntries(await this.stock.available(skuIds));
  }
}
