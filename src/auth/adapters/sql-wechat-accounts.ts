import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { WechatAccounts } from '../application/wechat-accounts.js';

@Injectable()
export class SqlWechatAccounts extends WechatAccounts {
  constructor(private readonly database: Database) {
    super();
  }

  async accountOf(userId: string): Promise<string | null> {
    const [row] = await this.database.query<{ account: string }>(
      'SELECT account FROM wechat_identities WHERE user_id = ?',
      [userId],
    );
    return row?.account ?? null;
  }
}
