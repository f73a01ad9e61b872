import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';

class CreateIdempotencyKeys1764000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'idempotency_keys',
      (t) => `
      owner_id ${t.id} NOT NULL,
      route ${t.key} NOT NULL,
      idem_key ${t.word} NOT NULL,
      fingerprint ${t.word} NOT NULL,
      resource_id ${t.key} NOT NULL,
      created_at ${t.time} NOT NULL,
      PRIMARY KEY (owner_id, route, idem_key)`,
      { indexes: { ix_idempotency_keys_created: 'created_at' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_keys');
  }
}

export const idempotencySchema: ContextSchema = { entities: [], migrations: [CreateIdempotencyKeys1764000000200] };
