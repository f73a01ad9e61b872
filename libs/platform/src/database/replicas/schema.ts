import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '../schema.js';

class CreateReplicaHeartbeat1764500000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'replica_heartbeat',
      (t) => `
      id ${t.int} NOT NULL PRIMARY KEY,
      beat ${t.id} NOT NULL,
      beat_at ${t.time} NOT NULL`,
    );
    const rows = (await runner.query('SELECT id FROM replica_heartbeat')) as unknown[];
    if (rows.length > 0) return;
    await runner.query(`INSERT INTO replica_heartbeat (id, beat, beat_at) VALUES (1, '', '1970-01-02 00:00:00.000')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE replica_heartbeat');
  }
}

export const replicaSchema: ContextSchema = { entities: [], migrations: [CreateReplicaHeartbeat1764500000100] };
