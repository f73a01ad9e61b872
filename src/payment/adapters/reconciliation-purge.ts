import { Injectable } from '@nestjs/common';
import { placeholders } from '#platform/database';
import { Purge, PURGE_BATCH } from '#platform/jobs';

/** What bills said, once their run has ended: what it came to is kept, and WeChat has the bill. */
@Injectable()
export class ReconciliationPurge extends Purge {
  protected override async deleteBatch(): Promise<number> {
    const [first] = await this.database.query<{ run_id: string }>(
      `SELECT run_id FROM reconciliation_bill_entries JOIN reconciliation_runs ON reconciliation_runs.id = run_id
       WHERE status <> 'running' LIMIT 1`,
    );
    if (!first) return 0;
    const rows = await this.database.query<{ attempt_no: string }>(
      `SELECT attempt_no FROM reconciliation_bill_entries WHERE run_id = ? ORDER BY attempt_no LIMIT ${PURGE_BATCH}`,
      [first.run_id],
    );
    const numbers = rows.map(({ attempt_no }) => attempt_no);
    return this.database.execute(
      `DELETE FROM reconciliation_bill_entries WHERE run_id = ? AND attempt_no IN (${placeholders(numbers.length)})`,
      [first.run_id, ...numbers],
    );
  }
}
