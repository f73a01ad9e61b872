import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { PersonErased } from '#platform/crypto';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { Orders, type RefundOf } from '../domain/orders.js';

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
  async execute({ refundId, rejection, actor, key }: DecideRefundCommand): Promise<IdempotentResult> {
    const { orderId, customerId } = await this.orders.orderOfRefund(refundId);
    const sealed = rejection === null ? null : await this.seal(rejection, { refundId, customerId });
    return this.idempotency.once(key, refundId, async () => {
      await this.orders.change(orderId, (order) => {
        if (rejection === null) order.approveRefund(refundId, this.clock.now());
        else order.rejectRefund(refundId, sealed);
      });
      const type = rejection === null ? 'refund.approved' : 'refund.rejected';
      await this.audit.record({ type, actor, subject: refundId, facts: { orderId } });
    });
  }

  /** Nobody is left to read why, and no key to keep it under, when the customer was erased meanwhile. */
  private async seal(rejection: string, refund: RefundOf): Promise<string | null> {
    try {
      return await this.orders.sealRefundText(refund, 'rejection', rejection);
    } catch (error) {
      if (error instanceof PersonErased) return null;
      throw error;
    }
  }
}
