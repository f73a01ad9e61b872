import { Injectable } from '@nestjs/common';
import { asDate, Database, type SqlValue } from '#platform/database';

/** One line of the ledger of erasures. No personal data: the id leads to nobody any more. */
export interface Erasure {
  readonly personId: string;
  readonly erasedAt: Date;
}

interface ErasureRow {
  readonly id: string;
  readonly destroyed_at: SqlValue;
}

const PAGE = 500;

/** The ledger of erasures: what the destroyed data keys left behind. */
@Injectable()
export class Erasures {
  constructor(private readonly database: Database) {}

  /** The whole ledger, oldest first, read as it is asked for. */
  async *all(): AsyncIterable<Erasure> {
    for (let after: ErasureRow | undefined, page = await this.page(); page.length > 0; page = await this.page(after)) {
      for (const { id, destroyed_at } of page) yield { personId: id, erasedAt: asDate(destroyed_at) };
      after = page.at(-1);
    }
  }

  async includes(personId: string): Promise<boolean> {
    const rows = await this.database.query('SELECT id FROM data_keys WHERE id = ? AND destroyed_at IS NOT NULL', [
      personId,
    ]);
    return rows.length > 0;
  }

  /** Makes an erasure that was done again as old as it is. In the caller's transaction, after the key was destroyed. */
  async dateBack({ personId, erasedAt }: Erasure): Promise<void> {
    await this.database.execute('UPDATE data_keys SET destroyed_at = ? WHERE id = ? AND destroyed_at > ?', [
      erasedAt,
      personId,
      erasedAt,
    ]);
  }

  private page(after?: ErasureRow): Promise<ErasureRow[]> {
    const { destroyed_at: time, id } = after ?? {};
    const values = time === undefined || id === undefined ? [] : [time, time, id];
    return this.database.query<ErasureRow>(
      `SELECT id, destroyed_at FROM data_keys
       WHERE ${values.length === 0 ? 'destroyed_at IS NOT NULL' : 'destroyed_at >= ? AND (destroyed_at > ? OR id > ?)'}
       ORDER BY destroyed_at, id LIMIT ${PAGE}`,
      values,
    );
  }
}
