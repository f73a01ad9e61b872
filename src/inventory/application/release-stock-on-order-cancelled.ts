import { On, Reaction } from '#platform/events';
import type { OrderCancelled } from '../../order/events.js';
import { Reservations } from '../domain/reservations.js';
import { StockItems } from '../domain/stock-items.js';

@On('order.cancelled')
export class ReleaseStockOnOrderCancelled extends Reaction<OrderCancelled> {
  constructor(
    private readonly reservations: Reservations,
    private readonly items: StockItems,
  ) {
    super();
  }

  async handle({ orderId, at }: OrderCancelled): Promise<void> {
    await this.reservations.change(orderId, (reservation) =>
      this.items.change(
        reservation.lines.map(({ skuId }) => skuId),
        (items) => reservation.release(items, at),
      ),
    );
  }
}
