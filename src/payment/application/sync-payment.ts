import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { EventBus } from '#platform/events';
import { OrderDesk, type OrderView } from '../../order/index.js';
import { Payments } from '../domain/payments.js';
import { SettleAttempt } from './settle-attempt.js';

export interface SyncPaymentCommand {
  readonly orderId: string;
  readonly customerId: string;
}

const LOOKS = 20;
const PAUSE_MS = 50;

/** Asks the provider for the truth about an order's payment and answers the order as it then is. */
@Injectable()
export class SyncPayment {
  constructor(
    private readonly payments: Payments,
    private readonly settleAttempt: SettleAttempt,
    private readonly orders: OrderDesk,
    private readonly bus: EventBus,
  ) {}

  /** @throws OrderNotFound; WechatUnavailable, WechatLimitReached when the order waits and nobody can tell */
  async execute({ orderId, customerId }: SyncPaymentCommand): Promise<OrderView> {
    const order = await this.orders.view(orderId, customerId);
    const attempts = await this.payments.ofOrder(orderId);
    const paid = attempts.find(({ status }) => status === 'succeeded');
    if (paid) return order.status === 'CREATED' ? this.arrived(paid.id, { orderId, customerId }) : order;
    const open = attempts.find(({ isOpen }) => isOpen);
    if (!open) return order;
    const settlement = await this.settleAttempt.execute(open);
    if (settlement.outcome === 'paid') return this.arrived(open.id, { orderId, customerId });
    const now = await this.orders.view(orderId, customerId);
    if (settlement.outcome === 'unknown' && now.status === 'CREATED') throw settlement.because;
    return now;
  }

  /** The order hears of the money a moment later; from this process, or from another one that was first. */
  private async arrived(paymentId: string, { orderId, customerId }: SyncPaymentCommand): Promise<OrderView> {
    await this.bus.settled(paymentId);
    for (let look = 1; ; look++) {
      const order = await this.orders.view(orderId, customerId);
      if (order.status !== 'CREATED' || look >= LOOKS) return order;
      await pause(PAUSE_MS);
    }
  }
}
