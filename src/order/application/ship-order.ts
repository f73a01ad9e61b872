import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { Orders } from '../domain/orders.js';
import type { Shipment } from '../domain/shipment.js';

export interface ShipOrderCommand {
  readonly orderId: string;
  readonly shipment: Shipment;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

@Injectable()
export class ShipOrder {
  constructor(
    private readonly orders: Orders,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** @throws OrderNotFound, OrderStatusForbids */
  execute({ orderId, shipment, actor, key }: ShipOrderCommand): Promise<IdempotentResult> {
    return this.idempotency.once(key, orderId, async () => {
      await this.orders.change(orderId, (order) => order.ship(shipment, this.clock.now()));
      await this.audit.record({ type: 'order.shipped', actor, subject: orderId });
    });
  }
}
