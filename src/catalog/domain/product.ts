import { AggregateRoot, type Money } from '#kernel';
import { SkuCountOutOfRange, SkuNotFound } from './errors.js';
import { nameOf } from './name.js';
import { Sku, type SkuChanges, type SkuState } from './sku.js';

export const MOST_SKUS = 100;

export interface ProductDetails {
  readonly name: string;
  readonly description: string;
  /** http(s), or empty. */
  readonly imageUrl: string;
  readonly categoryId: string;
  readonly onShelf: boolean;
}

export interface ProductState extends ProductDetails {
  readonly id: string;
  /** In the order in which they are shown. */
  readonly skus: readonly SkuState[];
}

/** What the shop offers, in one or more SKUs. SKUs are never removed, for orders and stock refer to them: they leave the shelf. */
export class Product extends AggregateRoot {
  private constructor(
    readonly id: string,
    private details: ProductDetails,
    private offered: readonly Sku[],
  ) {
    super();
  }

  /** @throws BlankName, PriceOutOfRange, SkuCountOutOfRange */
  static of({ id, skus, name, description, imageUrl, categoryId, onShelf }: ProductState): Product {
    const details = { name: nameOf(name), description, imageUrl, categoryId, onShelf };
    return new Product(id, details, countedSkus(skus.map((sku) => Sku.of(sku))));
  }

  get skus(): readonly Sku[] {
    return this.offered;
  }

  get categoryId(): string {
    return this.details.categoryId;
  }

  get state(): ProductState {
    return { id: this.id, ...this.details, skus: this.offered.map((sku) => sku.state) };
  }

  /** Whether shoppers see it: it is on the shelf, and so is one of its SKUs at least. */
  get isShown(): boolean {
    return this.details.onShelf && this.offered.some((sku) => sku.onShelf);
  }

  /** The price it is shown with: the lowest on the shelf; of a product without any, the lowest of all. */
  get price(): Money {
    const onShelf = this.offered.filter((sku) => sku.onShelf);
    return lowest((onShelf.length > 0 ? onShelf : this.offered).map((sku) => sku.price));
  }

  /** Changes what is named and leaves the rest. @throws BlankName */
  change(changes: Partial<ProductDetails>): void {
    const changed = { ...this.details, ...changes };
    this.details = { ...changed, name: nameOf(changed.name) };
  }

  /** @throws BlankName, PriceOutOfRange, SkuCountOutOfRange */
  addSku(sku: SkuState): void {
    this.offered = countedSkus([...this.offered, Sku.of(sku)]);
  }

  /** Changes what is named and leaves the rest. @throws SkuNotFound, BlankName, PriceOutOfRange */
  changeSku(skuId: string, changes: SkuChanges): void {
    if (!this.offered.some(({ id }) => id === skuId)) throw new SkuNotFound(skuId);
    this.offered = this.offered.map((sku) => (sku.id === skuId ? sku.with(changes) : sku));
  }
}

function countedSkus(skus: readonly Sku[]): readonly Sku[] {
  if (skus.length === 0 || skus.length > MOST_SKUS) throw new SkuCountOutOfRange();
  return skus;
}

function lowest(prices: readonly Money[]): Money {
  return prices.reduce((least, price) => (least.isMoreThan(price) ? price : least));
}
