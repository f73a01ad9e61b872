import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, type ContextSchema, createTable } from '#platform/database';

class CreateOutboxAndInbox1764000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'outbox',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      type ${t.word} NOT NULL,
      aggregate_id ${t.key} NOT NULL,
      sequence ${t.int} NOT NULL,
      payload ${t.long} NOT NULL,
      status ${t.word} NOT NULL,
      attempts ${t.int} NOT NULL,
      available_at ${t.time} NOT NULL,
      last_error varchar(1000) NULL,
      created_at ${t.time} NOT NULL,
      delivered_at ${t.time} NULL`,
      { indexes: { ix_outbox_due: 'status, available_at', ix_outbox_aggregate: 'aggregate_id, status, sequence' } },
    );
    await createTable(
      runner,
      'inbox',
      (t) => `
      event_id ${t.id} NOT NULL,
      handler ${t.key} NOT NULL,
      handled_at ${t.time} NOT NULL,
      PRIMARY KEY (event_id, handler)`,
      { indexes: { ix_inbox_handled: 'handled_at' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbox');
    await runner.query('DROP TABLE outbox');
  }
}

class CreateRelayLine1764300000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'relay_line',
      (t) => `
      event_id ${t.id} NOT NULL PRIMARY KEY,
      aggregate_id ${t.key} NOT NULL,
      sequence ${t.int} NOT NULL,
      version ${t.int} NOT NULL,
      available_at ${t.time} NOT NULL`,
      {
        indexes: {
          ix_relay_line_due: 'available_at, event_id',
          ix_relay_line_aggregate: 'aggregate_id, sequence, event_id',
        },
      },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE relay_line');
  }
}

/** NULL: recorded outside of all traces, or by a version that knew none. */
class AddTraceparentToOutbox1764400000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'outbox', 'traceparent', 'word');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outbox DROP COLUMN traceparent');
  }
}

export const eventsSchema: ContextSchema = {
  entities: [],
  migrations: [CreateOutboxAndInbox1764000000100, CreateRelayLine1764300000100, AddTraceparentToOutbox1764400000100],
};
