import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';
import { AddressEntity } from './address.entity.js';
import { UserEntity } from './user.entity.js';

class CreateUsers1764000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'users',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      nickname ${t.text} NOT NULL,
      avatar_url ${t.text} NOT NULL,
      phone ${t.sealed} NULL,
      version ${t.int} NOT NULL,
      created_at ${t.time} NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE users');
  }
}

class CreateUserAddresses1764000002001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'user_addresses',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      user_id ${t.id} NOT NULL,
      content ${t.sealed} NOT NULL,
      is_default ${t.flag} NOT NULL,
      FOREIGN KEY (user_id) REFERENCES users (id)`,
      { indexes: { ix_user_addresses_user: 'user_id, id' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE user_addresses');
  }
}

/** Blind index of phone numbers: unique, a row for each index key in use. */
class CreateUserPhoneDigests1764100002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'user_phone_digests',
      (t) => `
      digest ${t.key} NOT NULL PRIMARY KEY,
      key_name ${t.key} NOT NULL,
      user_id ${t.id} NOT NULL,
      FOREIGN KEY (user_id) REFERENCES users (id)`,
      { indexes: { ix_user_phone_digests_user: 'user_id', ix_user_phone_digests_key: 'key_name, user_id' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE user_phone_digests');
  }
}

/** Append-only: the last entry of a purpose holds. */
class CreateUserConsents1764100002010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'user_consents',
      (t) => `
      user_id ${t.id} NOT NULL,
      purpose ${t.word} NOT NULL,
      entry ${t.int} NOT NULL,
      version ${t.word} NOT NULL,
      granted ${t.flag} NOT NULL,
      scene ${t.word} NULL,
      at ${t.time} NOT NULL,
      PRIMARY KEY (user_id, purpose, entry),
      FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE user_consents');
  }
}

export const userSchema: ContextSchema = {
  entities: [UserEntity, AddressEntity],
  migrations: [
    CreateUsers1764000002000,
    CreateUserAddresses1764000002001,
    CreateUserPhoneDigests1764100002000,
    CreateUserConsents1764100002010,
  ],
};
