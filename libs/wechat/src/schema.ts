import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';

class CreateAccessTokens1764100000800 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'wechat_access_tokens',
      (t) => `
      app_id ${t.key} NOT NULL PRIMARY KEY,
      revision ${t.int} NOT NULL,
      sealed ${t.sealed} NULL,
      expires_at ${t.time} NULL,
      leased_by ${t.id} NULL,
      leased_until ${t.time} NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE wechat_access_tokens');
  }
}

export const wechatSchema: ContextSchema = { entities: [], migrations: [CreateAccessTokens1764100000800] };
