import { On, Reaction } from '#platform/events';
import type { OrderCancelled } from '../../order/events.js';
import { Payments } from '../domain/payments.js';
import { CloseAttempt } from './close-attempt.js';

/**
 * Who would have paid is forgotten: no goods will be shipped that WeChat must be told of, and somebody who was erased is
 * not kept by an attempt that began the moment before. Money that came first is confirmed; the order context finds that
 * its order no longer waits for it.
 */
@On('order.cancelled', { transaction: false })
export class CloseAttemptsOnOrderCancelled extends Reaction<OrderCancelled> {
  constructor(
    private readonly payments: Payments,
    private readonly closeAttempt: CloseAttempt,
  ) {
    super();
  }

  /** @throws WechatUnavailable, WechatLimitReached: to be tried again */
  async handle({ orderId }: OrderCancelled): Promise<void> {
    const attempts = await this.payments.ofOrder(orderId);
    for (const { id } of attempts) await this.payments.change(id, (payment) => payment.forgetPayer());
    for (const attempt of attempts.filter(({ isOpen }) => isOpen)) await this.closeAttempt.execute(attempt);
  }
}
