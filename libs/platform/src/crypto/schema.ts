import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';

class CreateWrappedKeys1764000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'wrapped_keys',
      (t) => `
      name ${t.key} NOT NULL PRIMARY KEY,
      key_id ${t.key} NOT NULL,
      wrapped ${t.sealed} NOT NULL,
      created_at ${t.time} NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE wrapped_keys');
  }
}

class CreateDataKeys1764100000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'data_keys',
      (t) => `
      id ${t.key} NOT NULL PRIMARY KEY,
      key_id ${t.key} NOT NULL,
      wrapped ${t.sealed} NULL,
      created_at ${t.time} NOT NULL,
      destroyed_at ${t.time} NULL`,
      { indexes: { ix_data_keys_key: 'key_id, id', ix_data_keys_destroyed: 'destroyed_at, id' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE data_keys');
  }
}

export const cryptoSchema: ContextSchema = {
  entities: [],
  migrations: [CreateWrappedKeys1764000000300, CreateDataKeys1764100000300],
};
