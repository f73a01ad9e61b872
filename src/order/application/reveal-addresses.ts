import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey } from '#platform/idempotency';
import { OrderNotFound } from '../domain/errors.js';
import type { DeliveryAddress } from '../domain/orders.js';
import { CustomerAddresses } from './customer-addresses.js';

export interface RevealAddressesCommand {
  readonly orderIds: readonly string[];
  /** Why they are needed. */
  readonly reason: string;
  readonly purpose: 'data.address-revealed' | 'data.labels-printed';
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

export interface Revealed {
  readonly addresses: ReadonlyMap<string, DeliveryAddress>;
  /** Whether an earlier request with the same key is on record for it. */
  readonly replayed: boolean;
}

/** Shows staff full addresses. Who asked, and why, is on record before anything is shown. */
@Injectable()
export class RevealAddresses {
  constructor(
    private readonly addresses: CustomerAddresses,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
  ) {}

  /** @throws OrderNotFound when one of the orders does not exist or has no address */
  async execute(command: RevealAddressesCommand): Promise<Revealed> {
    const { orderIds, reason, purpose, actor, key } = command;
    const addresses = await this.addresses.of(orderIds);
    if (orderIds.some((orderId) => !addresses.has(orderId))) throw new OrderNotFound();
    const { replayed } = await this.idempotency.once(key, orderIds[0] ?? '', async () => {
      for (const subject of orderIds) await this.audit.record({ type: purpose, actor, subject, facts: { reason } });
    });
    return { addresses, replayed };
  }
}
