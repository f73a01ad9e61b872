import { Clock } from '#kernel';
import { On, Reaction } from '#platform/events';
import type { PaymentSucceeded } from '../../payment/events.js';
import { Orders } from '../domain/orders.js';

@On('payment.succeeded')
export class MarkOrderPaidOnPaymentSucceeded extends Reaction<PaymentSucceeded> {
  constructor(
    private readonly orders: Orders,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle({ orderId, paymentId, paidAt }: PaymentSucceeded): Promise<void> {
    await this.orders.change(orderId, (order) => {
      order.pay(paymentId, new Date(paidAt), this.clock.now());
    });
  }
}
