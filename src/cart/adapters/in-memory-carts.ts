import { Mutex } from 'async-mutex';
import { Cart } from '../domain/cart.js';
import type { CartLine } from '../domain/cart-line.js';
import { Carts } from '../domain/carts.js';
import { TakeOut, type TakeOutState } from '../domain/take-out.js';
import { TakeOuts } from '../domain/take-outs.js';

export class InMemoryCarts extends Carts {
  readonly lines = new Map<string, readonly CartLine[]>();

  async of(customerId: string): Promise<Cart> {
    return Cart.restore(customerId, this.lines.get(customerId) ?? []);
  }

  async haveAny(wanted: Parameters<Carts['haveAny']>[0]): Promise<readonly boolean[]> {
    return wanted.map(
      ({ customerId, skuIds }) => this.lines.get(customerId)?.some(({ skuId }) => skuIds.includes(skuId)) === true,
    );
  }

  async change<T>(customerId: string, mutate: (cart: Cart) => T): Promise<T> {
    const cart = Cart.restore(customerId, this.lines.get(customerId) ?? []);
    const result = mutate(cart);
    this.lines.set(customerId, cart.lines);
    return result;
  }
}

export class InMemoryTakeOuts extends TakeOuts {
  readonly states = new Map<string, TakeOutState>();
  private readonly turns = new Mutex();

  change(orderId: string, mutate: (takeOut: TakeOut) => Promise<void>): Promise<void> {
    return this.turns.runExclusive(async () => {
      const state = this.states.get(orderId);
      const takeOut = state ? TakeOut.restore(state) : TakeOut.unknown(orderId);
      await mutate(takeOut);
      this.states.set(orderId, takeOut.state);
    });
  }
}
