import { On, Reaction } from '#platform/events';
import type { OrderPaid } from '../../order/events.js';
import { Reservations } from '../domain/reservations.js';
import { StockItems } from '../domain/stock-items.js';

@On('order.paid')
export class SellStockOnOrderPaid extends Reaction<OrderPaid> {
  constructor(
    private readonly reservations: Reservations,
    private readonly items: StockItems,
  ) {
    super();
  }

  async handle({ orderId, at }: OrderPaid): Promise<void> {
    await this.reservations.change(orderId, (reservation) =>
      this.items.change(
        reservation.lines.map(({ skuId }) => skuId),
        (items) => reservation.sell(items, at),
      ),
    );
  }
}
