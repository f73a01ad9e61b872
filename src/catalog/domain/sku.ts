import { Money } from '#kernel';
import { PriceOutOfRange } from './errors.js';
import { nameOf } from './name.js';

export const HIGHEST_PRICE_FEN = 100_000_000;

/** What tells one SKU of a product from another, for people: `{ 颜色: '白', 尺码: 'L' }`. */
export type SkuAttributes = Readonly<Record<string, string>>;

export interface SkuState {
  readonly id: string;
  readonly name: string;
  readonly attributes: SkuAttributes;
  readonly priceFen: number;
  readonly onShelf: boolean;
}

export type SkuChanges = Partial<Omit<SkuState, 'id'>>;

/** Stock keeping unit: what a shopper puts into an order and what is counted in stock. */
export class Sku {
  private constructor(
    readonly id: string,
    readonly name: string,
    readonly attributes: SkuAttributes,
    readonly price: Money,
    readonly onShelf: boolean,
  ) {}

  /** @throws BlankName, PriceOutOfRange */
  static of({ id, name, attributes, priceFen, onShelf }: SkuState): Sku {
    return new Sku(id, nameOf(name, 'skus'), attributes, priceOf(priceFen), onShelf);
  }

  with(changes: SkuChanges): Sku {
    return Sku.of({ ...this.state, ...changes });
  }

  get state(): SkuState {
    const { id, name, attributes, price, onShelf } = this;
    return { id, name, attributes, priceFen: price.fen, onShelf };
  }
}

/** Nothing is given away: an order of nothing but free goods could not be paid at WeChat, which asks for 1 fen at least. */
function priceOf(fen: number): Money {
  if (!Number.isInteger(fen) || fen < 1 || fen > HIGHEST_PRICE_FEN) throw new PriceOutOfRange();
  return Money.ofFen(fen);
}
