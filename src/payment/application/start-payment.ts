import { Injectable, Logger } from '@nestjs/common';
import { Clock, DomainError, newId } from '#kernel';
import { EventBus } from '#platform/events';
import { WechatUnavailable } from '#platform/wechat-errors';
import { OrderDesk, type PayableOrder } from '../../order/index.js';
import { AlreadyPaid } from '../domain/errors.js';
import { Payment } from '../domain/payment.js';
import { Payments } from '../domain/payments.js';
import { CloseAttempt } from './close-attempt.js';
import { type PaymentArguments, PaymentGateway } from './payment-gateway.js';
import { SettleAttempt } from './settle-attempt.js';

export interface StartPaymentCommand {
  readonly orderId: string;
  readonly customerId: string;
  /** The payer's account at the payment provider. */
  readonly account: string;
}

/** Times it starts over when the attempt at hand turns out to be of no use. */
const ROUNDS = 3;
/** Attempts of no use after which it gives up: what the provider has against a second one it has against all. */
const USELESS = 2;
const RETRY_AFTER_SECONDS = 1;

/** Prepares the payment of an order, or hands out again the one that is prepared. Not to be run in a transaction. */
@Injectable()
export class StartPayment {
  private readonly logger = new Logger(StartPayment.name);

  constructor(
    private readonly payments: Payments,
    private readonly gateway: PaymentGateway,
    private readonly settleAttempt: SettleAttempt,
    private readonly closeAttempt: CloseAttempt,
    private readonly orders: OrderDesk,
    private readonly bus: EventBus,
    private readonly clock: Clock,
  ) {}

  /** @throws OrderNotFound, OrderStatusForbids, OrderPaidAlready, AlreadyPaid, WechatUnavailable, WechatLimitReached */
  async execute(command: StartPaymentCommand): Promise<PaymentArguments> {
    let because: Error = new WechatUnavailable(RETRY_AFTER_SECONDS);
    let useless = 0;
    for (let round = 1; round <= ROUNDS && useless < USELESS; round++) {
      const order = await this.orders.payable(command.orderId, command.customerId);
      const attempt = (await this.openAttempt(order)) ?? (await this.newAttempt(order, command));
      if (!attempt) continue;
      const handle = attempt.handleAt(this.clock.now()) ?? (await this.prepare(attempt, order));
      if (typeof handle === 'string') return this.gateway.argumentsFor(handle);
      because = handle;
      useless += 1;
    }
    throw this.inOurWords(because);
  }

  /** What the provider has against this shop's payments is for the operator; the payer may try again. */
  private inOurWords(because: Error): Error {
    if (because instanceof DomainError) return because;
    this.logger.error({ err: because }, `The provider prepares no payment: ${because.message}`);
    return new WechatUnavailable();
  }

  /** The order's open attempt. One that cannot be paid with any more is closed first: two open ones could both be paid. */
  private async openAttempt({ orderId, totalFen }: PayableOrder): Promise<Payment | null> {
    const open = (await this.payments.ofOrder(orderId)).find(({ isOpen }) => isOpen);
    if (!open || open.canTake(totalFen, this.clock.now())) return open ?? null;
    await this.close(open);
    return null;
  }

  /** Null when another request opened one at the same moment. */
  private async newAttempt(order: PayableOrder, { customerId, account }: StartPaymentCommand): Promise<Payment | null> {
    const { orderId, totalFen: amountFen, expiresAt: orderExpiresAt } = order;
    const now = this.clock.now();
    const attempt = Payment.open({ id: newId(), orderId, customerId, account, amountFen, orderExpiresAt, now });
    if (!(await this.payments.add(attempt))) return null;
    try {
      // Whoever cancelled the order before this attempt was saved could not see it.
      await this.orders.payable(orderId, customerId);
    } catch (error) {
      await this.payments.change(attempt.id, (payment) => payment.abandon());
      throw error;
    }
    return attempt;
  }

  /** The handle, or why this attempt is of no use. */
  private async prepare(attempt: Payment, { description }: PayableOrder): Promise<string | Error> {
    const { id, attemptNo, orderId, amountFen, account, expiresAt } = attempt.snapshot;
    const preparation = await this.gateway.prepare({ attemptNo, orderId, description, amountFen, account, expiresAt });
    if (preparation.outcome === 'paid') {
      const settlement = await this.settleAttempt.execute(attempt);
      if (settlement.outcome === 'unknown') throw settlement.because;
      return this.refuseAsPaid(attempt);
    }
    if (preparation.outcome === 'refused') {
      await this.close(attempt);
      return preparation.because;
    }
    const { handle, validUntil } = preparation;
    if (await this.payments.change(id, (payment) => payment.prepare(handle, validUntil))) return handle;
    await this.close(attempt);
    return new WechatUnavailable(RETRY_AFTER_SECONDS);
  }

  private async close(attempt: Payment): Promise<void> {
    if ((await this.closeAttempt.execute(attempt)) !== 'closed') await this.refuseAsPaid(attempt);
  }

  private async refuseAsPaid({ id }: Payment): Promise<never> {
    await this.bus.settled(id);
    throw new AlreadyPaid();
  }
}
