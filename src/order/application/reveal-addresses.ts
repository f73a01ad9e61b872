import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import { OrderNotFound } from '../domain/errors.js';
import type { DeliveryAddress } from '../domain/orders.js';
import { CustomerAddresses } from './customer-addresses.js';

export interface RevealAddressesCommand {
  readonly orderIds: readonly string[];
  /** Why they are needed. */
  readonly reason: string;
  readonly purpose: 'data.address-revealed' | 'data.labels-printed';
  readonly actor: Actor;
}

/** Shows staff full addresses. Who asked, and why, is on record before anything is shown. */
@Injectable()
export class RevealAddresses {
  constructor(
    private readonly addresses: CustomerAddresses,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** @throws OrderNotFound when one of the orders does not exist or has no address */
  async execute(command: RevealAddressesCommand): Promise<ReadonlyMap<string, DeliveryAddress>> {
    const { orderIds, reason, purpose, actor } = command;
    const found = await this.addresses.of(orderIds);
    if (orderIds.some((orderId) => !found.has(orderId))) throw new OrderNotFound();
    await this.database.transaction(async () => {
      for (const subject of orderIds) await this.audit.record({ type: purpose, actor, subject, facts: { reason } });
    });
    return found;
  }
}
