import { Database } from '#platform/database';
import { type ExportSection, HoldsPersonalData, PersonalDataHolder } from '#platform/privacy';
import { Revocations } from '#platform/revocation';
import { consentHistory } from './consent-rows.js';
import { profileOf } from './profile-copies.js';
import { UserQueries } from './user.queries.js';

/** The profile with its phone number, the address book and the whole history of consents. */
@HoldsPersonalData()
export class UserPersonalData extends PersonalDataHolder {
  constructor(
    private readonly database: Database,
    private readonly queries: UserQueries,
    private readonly revocations: Revocations,
  ) {
    super();
  }

  sections(userId: string): readonly ExportSection[] {
    return [
      { name: 'profile', records: () => this.profile(userId) },
      { name: 'addresses', records: () => this.addresses(userId) },
      { name: 'consents', records: () => this.consents(userId) },
    ];
  }

  async assertErasable(): Promise<void> {}

  async erase(userId: string): Promise<void> {
    for (const table of ['user_phone_digests', 'user_addresses', 'user_consents'])
      await this.database.execute(`DELETE FROM ${table} WHERE user_id = ?`, [userId]);
    await this.database.execute('DELETE FROM users WHERE id = ?', [userId]);
    await this.revocations.revoke(profileOf(userId));
  }

  private async *profile(userId: string): AsyncIterable<object> {
    yield await this.queries.wholeProfile(userId);
  }

  private async *addresses(userId: string): AsyncIterable<object> {
    yield* await this.queries.addresses(userId);
  }

  private async *consents(userId: string): AsyncIterable<object> {
    for await (const { consent } of consentHistory(this.database, userId)) yield consent;
  }
}
