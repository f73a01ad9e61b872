import { Injectable } from '@nestjs/common';
import { Database, insertRows } from '#platform/database';

/** Gives made-up shoppers an account at the simulated WeChat, so that one can sign in as any of them. */
@Injectable()
export class SeedIdentities {
  constructor(private readonly database: Database) {}

  static accountOf(userId: string): string {
    return `seed-${userId}`;
  }

  async execute(shoppers: readonly { readonly id: string; readonly joinedAt: Date }[]): Promise<void> {
    await insertRows(
      this.database,
      'wechat_identities',
      ['user_id', 'account', 'answered_at'],
      shoppers.map(({ id, joinedAt }) => [id, SeedIdentities.accountOf(id), joinedAt]),
    );
  }
}
