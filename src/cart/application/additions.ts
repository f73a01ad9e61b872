import type { Offer } from '../../catalog/index.js';
import type { Addition, Units } from '../domain/cart-line.js';
import { SkuNotFound, SkuOffShelf } from '../domain/errors.js';

export interface Wanted extends Units {
  readonly selected: boolean;
}

/** What is put in, at the price of this moment. @throws SkuNotFound, SkuOffShelf */
export function additionOf({ skuId, quantity, selected }: Wanted, offers: ReadonlyMap<string, Offer>): Addition {
  const offer = offers.get(skuId);
  if (!offer) throw new SkuNotFound(skuId);
  if (!offer.onShelf) throw new SkuOffShelf(skuId);
  return { skuId, quantity, selected, addedPriceFen: offer.priceFen };
}
