import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { EventBus } from '#platform/events';
import { Orders } from '../domain/orders.js';
import { REACTIONS_HEARD_MS } from './cancel-order.js';

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
    private readonly bus: EventBus,
    private readonly clock: Clock,
  ) {}

  /** @throws OrderNotFound, OrderStatusForbids */
  async execute({ orderId, actor, key }: CancelOrderAsStaffCommand): Promise<IdempotentResult> {
    const made = await this.idempotency.once(key, orderId, async () => {
      await this.orders.change(orderId, (order) => order.cancel('staff', this.clock.now()));
      await this.audit.record({ type: 'order.cancelled', actor, subject: orderId });
    });
    await this.bus.settledWithin(orderId, REACTIONS_HEARD_MS);
    return made;
  }
}
