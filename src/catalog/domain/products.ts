import type { Product } from './product.js';

/** Every product that is not deleted. Deleting is soft: orders keep referring to what they sold. */
export abstract class Products {
  abstract add(product: Product): Promise<void>;

  /** Runs in one transaction, the caller's where there is one: load and lock, mutate, save. @throws ProductNotFound */
  abstract change(id: string, mutate: (product: Product) => void): Promise<Product>;

  /** @throws ProductNotFound when there is none, or it was removed before */
  abstract remove(id: string, at: Date): Promise<void>;

  /** Whether there has ever been a product, deleted ones included. */
  abstract isEmpty(): Promise<boolean>;
}
