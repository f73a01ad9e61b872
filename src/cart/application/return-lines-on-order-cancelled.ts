import { Config } from '#platform/config';
import { On, Reaction } from '#platform/events';
import type { OrderCancelled } from '../../order/events.js';
import { Carts } from '../domain/carts.js';
import { TakeOuts } from '../domain/take-outs.js';
import { limitsOf } from './cart-limits.js';

/** What was not paid for is back in the cart, unless the order is old or the person erased. */
@On('order.cancelled')
export class ReturnLinesOnOrderCancelled extends Reaction<OrderCancelled> {
  constructor(
    private readonly takeOuts: TakeOuts,
    private readonly carts: Carts,
    private readonly config: Config,
  ) {
    super();
  }

  async handle({ orderId, reason, at }: OrderCancelled): Promise<void> {
    if (reason === 'erased') return;
    await this.takeOuts.change(orderId, async (takeOut) => {
      const taken = takeOut.cancel(at);
      if (!taken) return;
      await this.carts.change(taken.customerId, (cart) => cart.putBack(taken.lines, limitsOf(this.config)));
    });
  }
}
