import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { Catalogue } from '../../catalog/index.js';
import type { OrderedLine } from '../events.js';
import { type PriceQuote, PromotedPricing } from './promoted-pricing.js';
import { wantedGoods } from './wanted-goods.js';

export interface QuoteOrderCommand {
  readonly customerId: string;
  readonly items: readonly OrderedLine[];
  readonly couponId: string | null;
}

/** What an order would cost now. It reserves nothing, and does not ask whether there is stock. */
@Injectable()
export class QuoteOrder {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly pricing: PromotedPricing,
  ) {}

  /** @throws SkuNotFound, SkuOffShelf, MoneyOutOfRange, and what would refuse the coupon */
  async execute({ customerId, items, couponId }: QuoteOrderCommand): Promise<PriceQuote> {
    const offers = await this.catalogue.offers(items.map(({ skuId }) => skuId));
    return this.pricing.quote({ id: newId(), customerId, couponId, goods: wantedGoods(items, offers) });
  }
}
