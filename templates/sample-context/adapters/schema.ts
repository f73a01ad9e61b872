import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';
import { SampleThingEntity } from './sample-thing.entity.js';

class CreateSampleThings1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'sample_things',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      name ${t.text} NOT NULL,
      created_at ${t.time} NOT NULL,
      version ${t.int} NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sample_things');
  }
}

export const sampleContextSchema: ContextSchema = {
  entities: [SampleThingEntity],
  migrations: [CreateSampleThings1764000000000],
};
