import type { Cart } from './cart.js';

export abstract class Carts {
  /** The shopper's cart; an empty one where nothing was put in yet. */
  abstract of(customerId: string): Promise<Cart>;

  /** Of each: whether one of these SKUs is in that shopper's cart. No cart is locked. */
  abstract haveAny(
    wanted: readonly { readonly customerId: string; readonly skuIds: readonly string[] }[],
  ): Promise<readonly boolean[]>;

  /**
   * Loads and locks, lets `mutate` decide, saves: one transaction, or the caller's. Answers what `mutate` does. It runs again, on the
   * cart as it is then, when somebody else has put in the very first thing meanwhile.
   */
  abstract change<T>(customerId: string, mutate: (cart: Cart) => T): Promise<T>;
}
