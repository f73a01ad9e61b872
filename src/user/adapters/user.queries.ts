import { Injectable } from '@nestjs/common';
import { KeysUnavailable } from '#platform/crypto';
import { asDate, Database, placeholders, type SqlValue } from '#platform/database';
import type { UserProfile } from '../application/user-directory.js';
import type { Consent } from '../domain/consent-book.js';
import { AddressNotFound, UserNotFound } from '../domain/errors.js';
import type { PhoneNumber } from '../domain/phone-number.js';
import type { PostalAddressFields } from '../domain/postal-address.js';
import { presentConsents } from './consent-rows.js';
import { SealedFields } from './sealed-fields.js';

export interface AddressView extends PostalAddressFields {
  readonly id: string;
  readonly isDefault: boolean;
}

interface ProfileRow {
  readonly id: string;
  readonly nickname: string;
  readonly avatar_url: string;
  readonly phone: string | null;
  readonly created_at: unknown;
}

interface AddressRow {
  readonly id: string;
  readonly content: string;
  readonly is_default: unknown;
}

@Injectable()
export class UserQueries {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedFields,
  ) {}

  /** @throws UserNotFound */
  async mustExist(userId: string): Promise<void> {
    const rows = await this.database.query('SELECT 1 AS found FROM users WHERE id = ?', [userId]);
    if (rows.length === 0) throw new UserNotFound();
  }

  /** @throws UserNotFound, KeysUnavailable */
  async profile(userId: string): Promise<UserProfile> {
    return this.profileWith(userId, (row) => this.sealed.openPhone(row.phone, row.id));
  }

  /** The profile with the phone number in full, as E.164: for the user's own copy. @throws UserNotFound, KeysUnavailable */
  async wholeProfile(userId: string): Promise<UserProfile> {
    return this.profileWith(
      userId,
      (row) => this.sealed.openPhone(row.phone, row.id),
      ({ e164 }) => e164,
    );
  }

  /** Of those whom there are; one whose phone number cannot be read now is shown without it, and is not whole. */
  async profilesAtSignIn(
    userIds: readonly string[],
  ): Promise<readonly { readonly profile: UserProfile; readonly isWhole: boolean }[]> {
    const rows = await this.database.query<ProfileRow>(
      `SELECT id, nickname, avatar_url, phone, created_at FROM users WHERE id IN (${placeholders(userIds.length)})`,
      userIds,
    );
    // Together: one look-up serves all keys that are asked for in one turn.
    const phones = await Promise.all(rows.map((row) => this.phoneAtSignIn(row)));
    return rows.map((row, at) => {
      const phone = phones[at] ?? null;
      return { profile: profileFrom(row, phone?.masked ?? null), isWhole: phone !== null || row.phone === null };
    });
  }

  /** @throws KeysUnavailable */
  async withPhone(e164: string): Promise<string | null> {
    const digests = (await this.sealed.phoneDigests({ e164 })).map(({ digest }) => digest);
    const [row] = await this.database.query<{ user_id: string }>(
      `SELECT user_id FROM user_phone_digests WHERE digest IN (${placeholders(digests.length)})`,
      digests,
    );
    return row?.user_id ?? null;
  }

  private async profileWith(
    userId: string,
    phoneOf: (row: ProfileRow) => Promise<PhoneNumber | null>,
    shown = (phone: PhoneNumber) => phone.masked,
  ): Promise<UserProfile> {
    const [row] = await this.database.query<ProfileRow>(
      'SELECT id, nickname, avatar_url, phone, created_at FROM users WHERE id = ?',
      [userId],
    );
    if (!row) throw new UserNotFound();
    const phone = await phoneOf(row);
    return profileFrom(row, phone && shown(phone));
  }

  private async phoneAtSignIn({ id, phone }: ProfileRow): Promise<PhoneNumber | null> {
    try {
      return await this.sealed.openPhone(phone, id);
    } catch (error) {
      if (error instanceof KeysUnavailable) return null;
      throw error;
    }
  }

  /** Newest first. */
  addresses(userId: string): Promise<AddressView[]> {
    return this.addressesWhere('user_id = ? ORDER BY id DESC', [userId]);
  }

  /** @throws AddressNotFound when this user has no such address */
  async address(userId: string, addressId: string): Promise<AddressView> {
    const [address] = await this.addressesWhere('user_id = ? AND id = ?', [userId, addressId]);
    if (!address) throw new AddressNotFound();
    return address;
  }

  /** The present ones, sorted by purpose. */
  async consents(userId: string): Promise<Consent[]> {
    const present = await presentConsents(this.database, userId);
    return present.map(({ consent }) => consent);
  }

  private async addressesWhere(condition: string, values: readonly SqlValue[]): Promise<AddressView[]> {
    const rows = await this.database.query<AddressRow>(
      `SELECT id, content, is_default FROM user_addresses WHERE ${condition}`,
      values,
    );
    const views = await Promise.all(rows.map((row) => this.addressView(row)));
    return views.filter((view) => view !== null);
  }

  private async addressView({ id, content, is_default }: AddressRow): Promise<AddressView | null> {
    const address = await this.sealed.openAddress(content, id);
    return address && { id, ...address.fields, isDefault: Number(is_default) === 1 };
  }
}

function profileFrom({ id, nickname, avatar_url, created_at }: ProfileRow, phone: string | null): UserProfile {
  return { id, nickname, avatarUrl: avatar_url, phone, createdAt: asDate(created_at) };
}
