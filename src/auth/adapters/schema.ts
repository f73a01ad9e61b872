import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createIndex, createTable, dropIndex } from '#platform/database';

class CreateWechatIdentities1764000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'wechat_identities',
      (t) => `
      user_id ${t.id} NOT NULL PRIMARY KEY,
      account ${t.key} NOT NULL UNIQUE,
      union_account ${t.key} NULL,
      session_key ${t.sealed} NULL,
      answered_at ${t.time} NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE wechat_identities');
  }
}

class CreateSessions1764000001010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'sessions',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      user_id ${t.id} NOT NULL,
      account ${t.key} NOT NULL,
      user_agent ${t.text} NOT NULL,
      ip ${t.word} NOT NULL,
      created_at ${t.time} NOT NULL,
      last_seen_at ${t.time} NOT NULL,
      family_digest ${t.word} NOT NULL,
      secret_digest ${t.word} NOT NULL,
      expires_at ${t.time} NOT NULL,
      revoked_at ${t.time} NULL`,
      { indexes: { ix_sessions_user: 'user_id, id' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sessions');
  }
}

class CreateStaff1764000001020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'staff',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      username ${t.word} NOT NULL UNIQUE,
      password_hash ${t.text} NOT NULL,
      role ${t.word} NOT NULL,
      active ${t.flag} NOT NULL,
      created_at ${t.time} NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE staff');
  }
}

class CreateStaffSessions1764000001030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'staff_sessions',
      (t) => `
      id ${t.word} NOT NULL PRIMARY KEY,
      staff_id ${t.id} NOT NULL,
      created_at ${t.time} NOT NULL,
      last_seen_at ${t.time} NOT NULL,
      expires_at ${t.time} NOT NULL,
      CONSTRAINT fk_staff_sessions_staff FOREIGN KEY (staff_id) REFERENCES staff (id)`,
      { indexes: { ix_staff_sessions_staff: 'staff_id' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE staff_sessions');
  }
}

class CreateUserBlocks1764000001040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'user_blocks',
      (t) => `
      user_id ${t.id} NOT NULL PRIMARY KEY,
      reason ${t.sealed} NOT NULL,
      blocked_by ${t.id} NOT NULL,
      at ${t.time} NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE user_blocks');
  }
}

class IndexSessionExpiry1764000001050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['sessions', 'staff_sessions']) {
      await createIndex(runner, table, `ix_${table}_expiry`, 'expires_at');
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['sessions', 'staff_sessions']) await dropIndex(runner, table, `ix_${table}_expiry`);
  }
}

export const authSchema: ContextSchema = {
  entities: [],
  migrations: [
    CreateWechatIdentities1764000001000,
    CreateSessions1764000001010,
    CreateStaff1764000001020,
    CreateStaffSessions1764000001030,
    CreateUserBlocks1764000001040,
    IndexSessionExpiry1764000001050,
  ],
};
