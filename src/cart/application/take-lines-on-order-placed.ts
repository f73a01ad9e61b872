import { On, Reaction } from '#platform/events';
import type { OrderPlaced } from '../../order/events.js';
import { Carts } from '../domain/carts.js';
import { TakeOuts } from '../domain/take-outs.js';

/** What is ordered leaves the cart, whichever way it was ordered. */
@On('order.placed')
export class TakeLinesOnOrderPlaced extends Reaction<OrderPlaced> {
  constructor(
    private readonly takeOuts: TakeOuts,
    private readonly carts: Carts,
  ) {
    super();
  }

  /** Most of what is ordered past the cart is not in it: then there is nothing to lock, and nothing to remember. */
  override concerns(orders: readonly OrderPlaced[]): Promise<readonly boolean[]> {
    return this.carts.haveAny(
      orders.map(({ customerId, lines }) => ({ customerId, skuIds: lines.map(({ skuId }) => skuId) })),
    );
  }

  async handle({ orderId, customerId, lines: ordered, at }: OrderPlaced): Promise<void> {
    await this.takeOuts.change(orderId, async (takeOut) => {
      const isDue = takeOut.isDue(at);
      const lines = isDue ? await this.carts.change(customerId, (cart) => cart.takeOut(ordered)) : [];
      takeOut.place({ customerId, lines }, at);
    });
  }
}
