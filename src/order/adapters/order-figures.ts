import { Injectable } from '@nestjs/common';
import { timeOfId } from '#kernel';
import { Outbox } from '#platform/events';
import { metrics } from '#platform/observability';
import type { OrderPaid, OrderPlaced } from '../events.js';

const placed = metrics.counter({ name: 'orders_placed_total', help: 'Orders that were placed' });
const placedFen = metrics.counter({
  name: 'orders_placed_fen_total',
  help: 'What they come to, freight included, in fen',
});
const untilPaid = metrics.histogram(
  {
    name: 'payment_order_to_paid_seconds',
    help: 'From placing an order to PAID: the shopper makes up their mind, pays, and WeChat tells of it',
  },
  [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_200, 1_800],
);

/** What is sold, from the events of the orders that this process saves. */
@Injectable()
export class OrderFigures {
  constructor(outbox: Outbox) {
    outbox.whenCommitted<OrderPlaced>('order.placed', ({ totalFen }) => {
      placed.inc();
      placedFen.inc(totalFen);
    });
    // An order's id is made when it is placed.
    outbox.whenCommitted<OrderPaid>('order.paid', ({ orderId, at }) =>
      untilPaid.observe(Math.max(0, at.getTime() - timeOfId(orderId).getTime()) / 1_000),
    );
  }
}
