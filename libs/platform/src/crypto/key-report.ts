import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { KeyManagement } from './key-management.js';
import { wrappedKeyTables } from './wrapped-key-tables.js';

/** How much one key-encryption key is still needed. */
export interface KeyUsage {
  readonly keyId: string;
  /** Keys in the database that it wraps. */
  readonly wraps: number;
  /** `gone`: it is not there any more, and what it wraps cannot be read. `unneeded`: nothing in the database needs it. */
  readonly state: 'current' | 'needed' | 'unneeded' | 'gone';
}

/** Says which key-encryption keys are in use, so that an old one can be removed without losing anything. */
@Injectable()
export class KeyReport {
  constructor(
    private readonly database: Database,
    private readonly management: KeyManagement,
  ) {}

  /** The current key first, then the others that are there, then those that are gone. @throws KeysUnavailable */
  async usages(): Promise<KeyUsage[]> {
    const there = await this.management.keyIds();
    const wraps = await this.counts();
    const gone = [...wraps.keys()].filter((keyId) => !there.includes(keyId)).sort();
    return [
      ...there.map((keyId, at) => {
        const count = wraps.get(keyId) ?? 0;
        return { keyId, wraps: count, state: at === 0 ? 'current' : count > 0 ? 'needed' : 'unneeded' } as const;
      }),
      ...gone.map((keyId) => ({ keyId, wraps: wraps.get(keyId) ?? 0, state: 'gone' }) as const),
    ];
  }

  private async counts(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const { table } of wrappedKeyTables) {
      const rows = await this.database.query<{ key_id: string; wraps: unknown }>(
        `SELECT key_id, COUNT(*) AS wraps FROM ${table} WHERE wrapped IS NOT NULL GROUP BY key_id`,
      );
      for (const { key_id, wraps } of rows) counts.set(key_id, (counts.get(key_id) ?? 0) + Number(wraps));
    }
    return counts;
  }
}
