import { Injectable } from '@nestjs/common';
import { Database, refuseInsideTransaction } from '#platform/database';
import { KeyManagement, type WrappedKey } from './key-management.js';
import { type WrappedKeyTable, wrappedKeyTables } from './wrapped-key-tables.js';

/** Keys that go to the key-management service in one call, and are saved in one transaction. */
const BATCH = 200;

export interface RewrapOutcome {
  readonly rewrapped: number;
  /** Keys that could not be: the one that wraps them is gone, or they were tampered with. They stay as they are. */
  readonly failed: number;
}

interface KeyRow {
  readonly id: string;
  readonly key_id: string;
  readonly wrapped: string;
}

/**
 * Wraps every key again that is not wrapped by the current key-encryption key. The shop goes on meanwhile; what is
 * done is saved batch by batch, so whoever is stopped in between starts again and does the rest.
 */
@Injectable()
export class RewrapKeys {
  constructor(
    private readonly database: Database,
    private readonly management: KeyManagement,
  ) {}

  /**
   * @param progress is told, after each batch, how far it is
   * @throws KeysUnavailable; what was done until then is saved
   */
  async run(progress: (done: string) => void = () => undefined): Promise<RewrapOutcome> {
    refuseInsideTransaction();
    for (let rewrapped = 0; ;) {
      const current = await this.management.currentKeyId();
      let failed = 0;
      for (const table of wrappedKeyTables) {
        for (const keyId of await this.staleKeyIds(table, current)) {
          const outcome = await this.walk(table, keyId, progress);
          rewrapped += outcome.rewrapped;
          failed += outcome.failed;
        }
      }
      // Vault may have been told to rotate meanwhile.
      if ((await this.management.currentKeyId()) === current) return { rewrapped, failed };
    }
  }

  private async staleKeyIds({ table }: WrappedKeyTable, current: string): Promise<string[]> {
    const rows = await this.database.query<{ key_id: string }>(
      `SELECT DISTINCT key_id FROM ${table} WHERE key_id <> ? ORDER BY key_id`,
      [current],
    );
    return rows.map(({ key_id }) => key_id);
  }

  private async walk(table: WrappedKeyTable, keyId: string, progress: (done: string) => void): Promise<RewrapOutcome> {
    let rewrapped = 0;
    let failed = 0;
    for (let after = ''; ;) {
      const rows = await this.next(table, keyId, after);
      const last = rows.at(-1);
      if (!last) return { rewrapped, failed };
      after = last.id;
      const keys = await this.management.rewrap(
        rows.map(({ id, key_id, wrapped }) => ({ key: { keyId: key_id, wrapped }, use: table.useOf(id) })),
      );
      rewrapped += await this.save(table, rows, keys);
      failed += keys.filter((key) => key === null).length;
      progress(`${table.table}: ${rewrapped} of ${keyId} wrapped again, ${failed} failed`);
    }
  }

  private next({ table, id }: WrappedKeyTable, keyId: string, after: string): Promise<KeyRow[]> {
    return this.database.query<KeyRow>(
      `SELECT ${id} AS id, key_id, wrapped FROM ${table}
       WHERE key_id = ? AND ${id} > ? AND wrapped IS NOT NULL ORDER BY ${id} LIMIT ${BATCH}`,
      [keyId, after],
    );
  }

  /** Leaves alone what was destroyed, or wrapped again by somebody else, since it was read. */
  private save(
    { table, id }: WrappedKeyTable,
    rows: readonly KeyRow[],
    keys: readonly (WrappedKey | null)[],
  ): Promise<number> {
    return this.database.transaction(async () => {
      let saved = 0;
      for (const [at, row] of rows.entries()) {
        const key = keys[at];
        if (!key) continue;
        saved += await this.database.execute(
          `UPDATE ${table} SET key_id = ?, wrapped = ? WHERE ${id} = ? AND key_id = ? AND wrapped = ?`,
          [key.keyId, key.wrapped, row.id, row.key_id, row.wrapped],
        );
      }
      return saved;
    });
  }
}
