import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';

class CreateRevocations1764100000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'revocations',
      (t) => `
      epoch ${t.bigint} NOT NULL PRIMARY KEY,
      subject ${t.key} NOT NULL,
      at ${t.time} NOT NULL`,
      { indexes: { ix_revocations_at: 'at' } },
    );
    await createTable(
      runner,
      'revocation_epoch',
      (t) => `
      id ${t.int} NOT NULL PRIMARY KEY,
      epoch ${t.bigint} NOT NULL`,
    );
    const rows = (await runner.query('SELECT id FROM revocation_epoch')) as unknown[];
    if (rows.length === 0) await runner.query('INSERT INTO revocation_epoch (id, epoch) VALUES (1, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE revocation_epoch');
    await runner.query('DROP TABLE revocations');
  }
}

export const revocationSchema: ContextSchema = { entities: [], migrations: [CreateRevocations1764100000500] };
