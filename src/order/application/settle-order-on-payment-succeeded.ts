import { Clock, Money } from '#kernel';
import { On, Reaction } from '#platform/events';
import type { PaymentSucceeded } from '../../payment/events.js';
import { Orders } from '../domain/orders.js';

/** The order is paid; or it does not wait for money (any more), and the money goes back. */
@On('payment.succeeded')
export class SettleOrderOnPaymentSucceeded extends Reaction<PaymentSucceeded> {
  constructor(
    private readonly orders: Orders,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle({ orderId, paymentId, amountFen, paidAt }: PaymentSucceeded): Promise<void> {
    const payment = { id: paymentId, amount: Money.ofFen(amountFen), paidAt: new Date(paidAt) };
    await this.orders.change(orderId, (order) => order.pay(payment, this.clock.now()));
  }
}
