import { Injectable } from '@nestjs/common';
import { Database, placeholders } from '#platform/database';
import { Gathering } from '#platform/gathering';
import type { AddressSnapshot } from '../application/user-directory.js';
import { AddressNotFound } from '../domain/errors.js';
import { SealedFields } from './sealed-fields.js';

interface Asked {
  readonly userId: string;
  /** Null: the default address. */
  readonly addressId: string | null;
}

interface AddressRow {
  readonly id: string;
  readonly user_id: string;
  readonly content: string;
  readonly is_default: unknown;
}

const LIMITS = { name: 'addresses', maxBatch: 100, lanes: 2, maxQueue: 2_000, maxQueuePerOwner: 2_000, timeout: 3_000 };

/** The addresses that orders ask for: those who ask at the same time are answered by one statement. */
@Injectable()
export class AskedAddresses {
  private readonly gathering = new Gathering((asked: readonly Asked[]) => this.read(asked), LIMITS);

  constructor(
    private readonly database: Database,
    private readonly sealed: SealedFields,
  ) {}

  /** @throws AddressNotFound, PersonalDataUnreadable, KeysUnavailable, TooManyWaiting */
  async of(userId: string, addressId: string | null): Promise<AddressSnapshot | null> {
    const row = await this.gathering.decide({ userId, addressId });
    const address = row && (await this.sealed.openAddress(row.content, row.id));
    if (address) return address.fields;
    if (addressId !== null) throw new AddressNotFound();
    return null;
  }

  private async read(asked: readonly Asked[]): Promise<(AddressRow | null)[]> {
    const userIds = [...new Set(asked.map(({ userId }) => userId))];
    const ids = asked.flatMap(({ addressId }) => addressId ?? []);
    const named = ids.length > 0 ? ` OR id IN (${placeholders(ids.length)})` : '';
    const rows = await this.database.query<AddressRow>(
      `SELECT id, user_id, content, is_default FROM user_addresses
       WHERE user_id IN (${placeholders(userIds.length)}) AND (is_default = 1${named})`,
      [...userIds, ...ids],
    );
    return asked.map(({ userId, addressId }) => {
      const isIt = (row: AddressRow) => (addressId === null ? Number(row.is_default) === 1 : row.id === addressId);
      return rows.find((row) => row.user_id === userId && isIt(row)) ?? null;
    });
  }
}
