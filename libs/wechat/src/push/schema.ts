import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';

class CreateWechatPushes1764100000700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'wechat_pushes',
      (t) => `
      push_key ${t.word} NOT NULL PRIMARY KEY,
      received_at ${t.time} NOT NULL`,
      { indexes: { ix_wechat_pushes_received: 'received_at' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE wechat_pushes');
  }
}

/** Which pushes had their effect. */
export const pushSchema: ContextSchema = { entities: [], migrations: [CreateWechatPushes1764100000700] };
