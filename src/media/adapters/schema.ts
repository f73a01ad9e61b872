import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';

class CreateUploads1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'uploads',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      name ${t.word} NOT NULL UNIQUE,
      uploader_kind ${t.word} NOT NULL,
      uploader_id ${t.id} NOT NULL,
      type ${t.word} NOT NULL,
      bytes ${t.int} NOT NULL,
      width ${t.int} NOT NULL,
      height ${t.int} NOT NULL,
      digest ${t.word} NOT NULL,
      status ${t.word} NOT NULL,
      uploaded_at ${t.time} NOT NULL,
      version ${t.int} NOT NULL`,
      {
        indexes: {
          ix_uploads_uploader: 'uploader_id, uploader_kind, id',
          ix_uploads_status: 'status, uploaded_at',
        },
      },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE uploads');
  }
}

/** `upload_id` is null while only the verdict is known, `verdict` while only the upload is. */
class CreateMediaChecks1764200000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'media_checks',
      (t) => `
      reference ${t.key} NOT NULL PRIMARY KEY,
      upload_id ${t.id} NULL,
      verdict ${t.word} NULL,
      noted_at ${t.time} NOT NULL`,
      { indexes: { ix_media_checks_upload: 'upload_id', ix_media_checks_noted: 'noted_at' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE media_checks');
  }
}

class CreateDoomedFiles1764200000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'doomed_files',
      (t) => `
      name ${t.word} NOT NULL PRIMARY KEY,
      due_at ${t.time} NOT NULL`,
      { indexes: { ix_doomed_files_due: 'due_at' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE doomed_files');
  }
}

class CreateThumbnails1764400000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'thumbnails',
      (t) => `
      upload_id ${t.id} NOT NULL,
      side ${t.int} NOT NULL,
      name ${t.word} NOT NULL UNIQUE,
      type ${t.word} NOT NULL,
      bytes ${t.int} NOT NULL,
      width ${t.int} NOT NULL,
      height ${t.int} NOT NULL,
      digest ${t.word} NOT NULL,
      PRIMARY KEY (upload_id, side)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE thumbnails');
  }
}

export const mediaSchema: ContextSchema = {
  entities: [],
  migrations: [
    CreateUploads1764200000000,
    CreateMediaChecks1764200000001,
    CreateDoomedFiles1764200000002,
    CreateThumbnails1764400000400,
  ],
};
