import { Money } from '#kernel';
import type { Offer } from '../../catalog/index.js';
import { SkuNotFound, SkuOffShelf } from '../domain/errors.js';
import { OrderLine } from '../domain/order-line.js';
import { mergeLines, type WantedGoods } from '../domain/wanted-order.js';
import type { OrderedLine } from '../events.js';

/** What somebody asks for, as the catalogue offers it. @throws SkuNotFound, SkuOffShelf */
export function wantedGoods(items: readonly OrderedLine[], offers: ReadonlyMap<string, Offer>): WantedGoods[] {
  return mergeLines(items).map(({ skuId, quantity }) => goodsOf(offers.get(skuId), skuId, quantity));
}

function goodsOf(offer: Offer | undefined, skuId: string, quantity: number): WantedGoods {
  if (!offer) throw new SkuNotFound(skuId);
  if (!offer.onShelf) throw new SkuOffShelf(skuId);
  const { productId, categoryId, productName, skuName, imageUrl, priceFen } = offer;
  const line = new OrderLine(skuId, productName, skuName, imageUrl, Money.ofFen(priceFen), quantity);
  return { line, productId, categoryId };
}
