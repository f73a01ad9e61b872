import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { PeriodicJob } from '#platform/jobs';
import { mayWorkLater } from '#platform/wechat-errors';
import { OrderDesk } from '../../order/index.js';
import type { Payment } from '../domain/payment.js';
import { Payments } from '../domain/payments.js';
import { CloseAttempt } from './close-attempt.js';

const BATCH = 20;
/**
 * Milliseconds after the end of an order's time in which a silent provider is asked again. An order is cancelled
 * within 60 s; a claim may begin 15 s after this and wait some seconds for its last answer.
 */
const PATIENCE = 40_000;

/**
 * Orders whose time to pay is over. The provider is told first to take no more money: what has come is confirmed, and
 * only when nothing has, or for too long nobody can tell or what came does not fit, the order is cancelled. Money that
 * comes later goes back.
 */
@Injectable()
export class ExpireOrders extends PeriodicJob {
  readonly every = 5_000;
  private readonly logger = new Logger(ExpireOrders.name);

  constructor(
    private readonly orders: OrderDesk,
    private readonly payments: Payments,
    private readonly closeAttempt: CloseAttempt,
    private readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  async run(): Promise<void> {
    while (!this.stopping) {
      const claimed = await this.orders.claimExpired(BATCH);
      await Promise.all(claimed.map((order) => this.settle(order.orderId, order.expiresAt)));
      if (claimed.length < BATCH) return;
    }
  }

  private async settle(orderId: string, expiresAt: Date): Promise<void> {
    try {
      if (await this.mayExpire(orderId, expiresAt)) await this.orders.expire(orderId);
    } catch (error) {
      this.logger.error({ err: error, orderId }, 'An expired order waits for the next claim');
    }
  }

  /** False when the order is paid, as it will soon hear, or while it is unknown whether it is. */
  private async mayExpire(orderId: string, expiresAt: Date): Promise<boolean> {
    const attempts = await this.payments.ofOrder(orderId);
    if (attempts.some(({ status }) => status === 'succeeded')) return false;
    const open = attempts.find(({ isOpen }) => isOpen);
    if (!open) return true;
    const ending = await this.endingOf(open);
    if (ending === 'unknown' || ending === 'misfit')
      return this.clock.now().getTime() - expiresAt.getTime() >= PATIENCE;
    return ending === 'closed';
  }

  private async endingOf(open: Payment): Promise<'closed' | 'paid' | 'misfit' | 'unknown'> {
    try {
      return await this.closeAttempt.execute(open);
    } catch (error) {
      if (mayWorkLater(error)) return 'unknown';
      throw error;
    }
  }
}
