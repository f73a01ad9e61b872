import { On } from '#platform/events';
import type { OrderPaid } from '../../order/events.js';
import { ReservationReaction } from './reservation-reaction.js';

@On('order.paid')
export class SellStockOnOrderPaid extends ReservationReaction<OrderPaid> {
  async handle({ orderId, at }: OrderPaid): Promise<void> {
    await this.move(orderId, (reservation, items) => reservation.sell(items, at));
  }
}
