import { On } from '#platform/events';
import type { OrderRefunded } from '../../order/events.js';
import { ReservationReaction } from './reservation-reaction.js';

@On('order.refunded')
export class TakeBackStockOnOrderRefunded extends ReservationReaction<OrderRefunded> {
  /** Goods that never left are for sale again; what left and comes back, staff adjust. */
  async handle({ orderId, beforeShipment, at }: OrderRefunded): Promise<void> {
    if (beforeShipment) await this.move(orderId, (reservation, items) => reservation.takeBack(items, at));
  }
}
