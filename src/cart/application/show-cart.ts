import { Injectable } from '@nestjs/common';
import { Catalogue } from '../../catalog/index.js';
import { Stock } from '../../inventory/index.js';
import { Carts } from '../domain/carts.js';
import { cartView, type CartView } from './cart-view.js';

/** The cart at the names, prices and stock of this moment. */
@Injectable()
export class ShowCart {
  constructor(
    private readonly carts: Carts,
    private readonly catalogue: Catalogue,
    private readonly stock: Stock,
  ) {}

  async execute({ customerId }: { readonly customerId: string }): Promise<CartView> {
    const { lines } = await this.carts.of(customerId);
    const skuIds = lines.map(({ skuId }) => skuId);
    const [offers, levels] = await Promise.all([this.catalogue.offers(skuIds), this.stock.available(skuIds)]);
    return cartView(lines, offers, levels);
  }
}
