import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';

class CreateAuditLog1764000000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'audit_log',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      type ${t.word} NOT NULL,
      actor_kind ${t.word} NOT NULL,
      actor_id ${t.key} NULL,
      subject ${t.key} NULL,
      ip ${t.word} NULL,
      request_id ${t.word} NULL,
      at ${t.time} NOT NULL,
      facts ${t.long} NOT NULL`,
      { indexes: { ix_audit_log_type: 'type, id', ix_audit_log_actor: 'actor_id, id' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_log');
  }
}

export const auditSchema: ContextSchema = { entities: [], migrations: [CreateAuditLog1764000000400] };
