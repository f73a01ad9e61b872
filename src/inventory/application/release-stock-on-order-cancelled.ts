import { On } from '#platform/events';
import type { OrderCancelled } from '../../order/events.js';
import { ReservationReaction } from './reservation-reaction.js';

@On('order.cancelled')
export class ReleaseStockOnOrderCancelled extends ReservationReaction<OrderCancelled> {
  async handle({ orderId, at }: OrderCancelled): Promise<void> {
    await this.move(orderId, (reservation, items) => reservation.release(items, at));
  }
}
