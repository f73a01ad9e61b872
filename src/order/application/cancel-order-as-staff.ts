import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type Made } from '#platform/idempotency';
import { Orders } from '../domain/orders.js';

export interface CancelOrderAsStaffCommand {
  readonly orderId: string;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

@Injectable()
export class CancelOrderAsStaff {
  constructor(
    private readonly orders: Orders,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** @throws OrderNotFound, OrderStatusForbids */
  execute({ orderId, actor, key }: CancelOrderAsStaffCommand): Promise<Made> {
    return this.idempotency.once(key, orderId, async () => {
      await this.orders.change(orderId, (order) => order.cancel('staff', this.clock.now()));
      await this.audit.record({ type: 'order.cancelled', actor, subject: orderId });
    });
  }
}
