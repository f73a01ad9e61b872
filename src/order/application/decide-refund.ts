import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type Made } from '#platform/idempotency';
import { Orders } from '../domain/orders.js';

export interface DecideRefundCommand {
  readonly refundId: string;
  /** Null approves; a reason rejects. */
  readonly rejection: string | null;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

/** Staff approve a refund, and the money goes back, or reject it. */
@Injectable()
export class DecideRefund {
  constructor(
    private readonly orders: Orders,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** @throws RefundNotFound, RefundStatusForbids */
  async execute({ refundId, rejection, actor, key }: DecideRefundCommand): Promise<Made> {
    const { orderId, customerId } = await this.orders.orderOfRefund(refundId);
    const sealed =
      rejection === null ? null : await this.orders.sealRefundText({ refundId, customerId }, 'rejection', rejection);
    return this.idempotency.once(key, refundId, async () => {
      await this.orders.change(orderId, (order) => {
        if (sealed === null) order.approveRefund(refundId, this.clock.now());
        else order.rejectRefund(refundId, sealed);
      });
      const type = sealed === null ? 'refund.approved' : 'refund.rejected';
      await this.audit.record({ type, actor, subject: refundId, facts: { orderId } });
    });
  }
}
