import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, isUniqueViolation, type SqlValue } from '#platform/database';
import { MediaChecks } from '../application/media-checks.js';
import type { Verdict } from '../domain/upload.js';

interface CheckRow {
  readonly upload_id: string | null;
  readonly verdict: Verdict | null;
}

/** A row for each check: whoever inserts second waits for the first to commit, and then reads what it knew. */
@Injectable()
export class SqlMediaChecks extends MediaChecks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async hasBegun(uploadId: string): Promise<boolean> {
    const sql = 'SELECT 1 AS found FROM media_checks WHERE upload_id = ?';
    return (await this.database.query(sql, [uploadId])).length > 0;
  }

  async begin(reference: string, uploadId: string): Promise<Verdict | null> {
    return (await this.note(reference, 'upload_id', uploadId))?.verdict ?? null;
  }

  async decide(reference: string, verdict: Verdict): Promise<string | null> {
    return (await this.note(reference, 'verdict', verdict))?.upload_id ?? null;
  }

  /** The row as it was, or null when this is the first that is known of the check. */
  private async note(reference: string, column: 'upload_id' | 'verdict', value: SqlValue): Promise<CheckRow | null> {
    try {
      const sql = `INSERT INTO media_checks (reference, ${column}, noted_at) VALUES (?, ?, ?)`;
      await this.database.execute(sql, [reference, value, this.clock.now()]);
      return null;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    const [row] = await this.database.query<CheckRow>(
      `SELECT upload_id, verdict FROM media_checks WHERE reference = ?${this.database.forUpdate}`,
      [reference],
    );
    await this.database.execute(`UPDATE media_checks SET ${column} = ? WHERE reference = ?`, [value, reference]);
    return row ?? null;
  }
}
