import { Injectable } from '@nestjs/common';
import type { Shopper } from '#platform/principals';
import { FirstRequestStillRunning, Idempotency, type IdempotencyKey } from '#platform/idempotency';
import { type CheckedOut, Checkout, OrderDesk, type OrderRequest } from '../../order/index.js';
import { Carts } from '../domain/carts.js';
import { LineNotFound } from '../domain/errors.js';

export interface OrderFromCartCommand {
  readonly shopper: Pick<Shopper, 'id' | 'account'>;
  readonly skuIds: readonly string[];
  /** All of an order that is not in the cart. */
  readonly order: Omit<OrderRequest, 'items'>;
  readonly key: IdempotencyKey;
}

/** Orders lines of the cart, as many units as are there. They leave it when it is heard that the order was placed. */
@Injectable()
export class OrderFromCart {
  constructor(
    private readonly carts: Carts,
    private readonly checkout: Checkout,
    private readonly orders: OrderDesk,
    private readonly idempotency: Idempotency,
  ) {}

  /** @throws LineNotFound, and what Checkout.place throws */
  async execute({ shopper, skuIds, order, key }: OrderFromCartCommand): Promise<CheckedOut> {
    try {
      const items = (await this.carts.of(shopper.id)).linesOf(skuIds);
      return await this.checkout.place(shopper, { ...order, items: items.map(unitsOf) }, key);
    } catch (error) {
      if (!(error instanceof LineNotFound)) throw error;
      // Perhaps they are gone because this very request has ordered them.
      const orderId = await this.earlier(key);
      if (orderId === null) throw error;
      return { order: await this.orders.view(orderId, shopper.id), replayed: true };
    }
  }

  /** The order that an earlier request with this key made. @throws IdempotencyKeyReused */
  private async earlier(key: IdempotencyKey): Promise<string | null> {
    try {
      return await this.idempotency.resourceOf(key);
    } catch (error) {
      if (error instanceof FirstRequestStillRunning) return null;
      throw error;
    }
  }
}

function unitsOf({ skuId, quantity }: { readonly skuId: string; readonly quantity: number }) {
  return { skuId, quantity };
}
