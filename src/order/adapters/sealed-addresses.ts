import { Injectable } from '@nestjs/common';
import { Database, placeholders } from '#platform/database';
import { CustomerAddresses } from '../application/customer-addresses.js';
import type { DeliveryAddress } from '../domain/orders.js';
import { DetailsCipher } from './sealed-details.js';

@Injectable()
export class SealedAddresses extends CustomerAddresses {
  constructor(
    private readonly database: Database,
    private readonly details: DetailsCipher,
  ) {
    super();
  }

  async of(orderIds: readonly string[]): Promise<ReadonlyMap<string, DeliveryAddress>> {
    const rows = await this.database.query<{ id: string; address: string | null }>(
      `SELECT id, address FROM orders WHERE id IN (${placeholders(orderIds.length)})`,
      orderIds,
    );
    const opened = await Promise.all(
      rows.map(async ({ id, address: sealed }): Promise<[string, DeliveryAddress][]> => {
        const { address } = await this.details.open(id, { address: sealed, remark: null });
        return address ? [[id, address]] : [];
      }),
    );
    return new Map(opened.flat());
  }
}
