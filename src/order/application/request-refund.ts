import { Injectable } from '@nestjs/common';
import { Clock, Money, newId } from '#kernel';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { UserDirectory } from '../../user/index.js';
import { Orders } from '../domain/orders.js';

export interface RequestRefundCommand {
  readonly orderId: string;
  readonly customerId: string;
  /** Null: all that is left. */
  readonly amountFen: number | null;
  readonly reason: string;
  readonly key: IdempotencyKey;
}

@Injectable()
export class RequestRefund {
  constructor(
    private readonly orders: Orders,
    private readonly users: UserDirectory,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** @throws OrderNotFound, OrderStatusForbids, RefundExceedsPayment, TooManyRefunds, PersonErased, KeysUnavailable, IdempotencyKeyReused, FirstRequestStillRunning */
  async execute({ orderId, customerId, amountFen, reason, key }: RequestRefundCommand): Promise<IdempotentResult> {
    const id = newId();
    const amount = amountFen === null ? null : Money.ofFen(amountFen);
    const sealed = await this.orders.sealRefundText({ refundId: id, customerId }, 'reason', reason);
    return this.idempotency.once(key, id, async () => {
      // An erasure has either seen this refund, or is seen.
      await this.users.hold(customerId);
      await this.orders.change(orderId, (order) => {
        order.ownedBy(customerId).requestRefund({ id, amount, reason: sealed }, this.clock.now());
      });
    });
  }
}
