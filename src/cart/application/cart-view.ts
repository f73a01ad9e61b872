import { Money } from '#kernel';
import type { Offer } from '../../catalog/index.js';
import type { CartLine } from '../domain/cart-line.js';

/** Why a line can be ordered as it is, or cannot. */
export type LineState =
  | 'orderable'
  /** Fewer units are left than are in the cart. */
  | 'short'
  | 'sold-out'
  | 'off-shelf'
  /** The SKU was deleted. */
  | 'gone';

export interface CartLineView {
  readonly skuId: string;
  /** What the catalogue says now; null when the SKU is gone. */
  readonly productId: string | null;
  readonly productName: string | null;
  readonly skuName: string | null;
  readonly imageUrl: string | null;
  readonly priceFen: number | null;
  readonly addedPriceFen: number;
  readonly quantity: number;
  readonly selected: boolean;
  readonly state: LineState;
  /** Units for sale. */
  readonly available: number;
  readonly addedAt: Date;
}

/** A cart as its shopper sees it. */
export interface CartView {
  /** What was put in last comes first. */
  readonly lines: readonly CartLineView[];
  /** Of the lines that are selected and can be ordered as they are. */
  readonly selected: { readonly lines: number; readonly quantity: number; readonly goodsFen: number };
}

/** @param levels units for sale by SKU id */
export function cartView(
  lines: readonly CartLine[],
  offers: ReadonlyMap<string, Offer>,
  levels: ReadonlyMap<string, number>,
): CartView {
  const views = lines
    .toSorted((a, b) => b.addedAt.getTime() - a.addedAt.getTime() || (a.skuId < b.skuId ? -1 : 1))
    .map((line) => lineView(line, offers.get(line.skuId), levels.get(line.skuId) ?? 0));
  const counted = views.filter(({ selected, state }) => selected && state === 'orderable');
  return {
    lines: views,
    selected: {
      lines: counted.length,
      quantity: counted.reduce((sum, { quantity }) => sum + quantity, 0),
      goodsFen: Money.sum(counted.map(({ priceFen, quantity }) => Money.ofFen(priceFen ?? 0).times(quantity))).fen,
    },
  };
}

function lineView(line: CartLine, offer: Offer | undefined, available: number): CartLineView {
  return {
    skuId: line.skuId,
    productId: offer?.productId ?? null,
    productName: offer?.productName ?? null,
    skuName: offer?.skuName ?? null,
    imageUrl: offer?.imageUrl ?? null,
    priceFen: offer?.priceFen ?? null,
    addedPriceFen: line.addedPriceFen,
    quantity: line.quantity,
    selected: line.selected,
    state: stateOf(line, offer, available),
    available,
    addedAt: line.addedAt,
  };
}

function stateOf({ quantity }: CartLine, offer: Offer | undefined, available: number): LineState {
  if (!offer) return 'gone';
  if (!offer.onShelf) return 'off-shelf';
  if (available === 0) return 'sold-out';
  return available < quantity ? 'short' : 'orderable';
}
