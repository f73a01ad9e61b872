import { On, Reaction } from '#platform/events';
import type { OrderRefunded } from '../../order/events.js';
import { Reservations } from '../domain/reservations.js';
import { StockItems } from '../domain/stock-items.js';

@On('order.refunded')
export class TakeBackStockOnOrderRefunded extends Reaction<OrderRefunded> {
  constructor(
    private readonly reservations: Reservations,
    private readonly items: StockItems,
  ) {
    super();
  }

  /** Goods that never left are for sale again; what left and comes back, staff adjust. */
  async handle({ orderId, beforeShipment, at }: OrderRefunded): Promise<void> {
    if (!beforeShipment) return;
    await this.reservations.change(orderId, (reservation) =>
      this.items.change(
        reservation.lines.map(({ skuId }) => skuId),
        (items) => reservation.takeBack(items, at),
      ),
    );
  }
}
