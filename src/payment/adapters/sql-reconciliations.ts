import { Injectable } from '@nestjs/common';
import { BeijingDay, newId } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { AuditLog } from '#platform/audit';
import { Database, isUniqueViolation, placeholders } from '#platform/database';
import {
  ClaimLost,
  NamedTwice,
  Reconciliations,
  type Run,
  type SeenDifference,
} from '../application/reconciliations.js';
import { type BillEntry, LONGEST_PAUSE } from '../domain/reconciliation.js';

/** Milliseconds after its last sign of life until somebody else may take a run over. */
export const CLAIM_LIFE_MS = 120_000;

interface Ending {
  readonly status: 'done' | 'failed';
  readonly reason: string | null;
  readonly matched: number;
  readonly nextTryAt: Date | null;
}

@Injectable()
export class SqlReconciliations extends Reconciliations {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {
    super();
  }

  async order(day: BeijingDay, now: Date): Promise<boolean> {
    const again = await this.database.execute(
      `UPDATE reconciliations SET status = 'running', run_id = NULL, tries = 0, next_try_at = ?, claimed_until = NULL,
       ordered_at = ? WHERE day = ? AND status <> 'running'`,
      [now, now, day.text],
    );
    return again > 0 || this.insert(day, now);
  }

  async orderFirst(day: BeijingDay, now: Date): Promise<void> {
    await this.insert(day, now);
  }

  async earliest(): Promise<BeijingDay | null> {
    const [row] = await this.database.query<{ day: string | null }>('SELECT MIN(day) AS day FROM reconciliations');
    return row?.day ? BeijingDay.parse(row.day) : null;
  }

  async daysFrom({ text }: BeijingDay): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ day: string }>('SELECT day FROM reconciliations WHERE day >= ?', [text]);
    return new Set(rows.map(({ day }) => day));
  }

  claim(now: Date): Promise<Run | null> {
    return this.database.transaction(async () => {
      const [due] = await this.database.query<{ day: string; tries: number }>(
        `SELECT day, tries FROM reconciliations WHERE (next_try_at <= ? OR next_try_at > ?)
         AND (claimed_until IS NULL OR claimed_until <= ? OR claimed_until > ?) ORDER BY next_try_at LIMIT 1${this.database.forUpdateSkipLocked}`,
        [now, new Date(now.getTime() + LONGEST_PAUSE), now, later(now)],
      );
      const day = due && BeijingDay.parse(due.day);
      if (!due || !day) return null;
      const run = { id: newId(), day, tries: due.tries + 1 };
      await this.database.execute(
        `UPDATE reconciliations SET status = 'running', run_id = ?, tries = ?, claimed_until = ? WHERE day = ?`,
        [run.id, run.tries, later(now), day.text],
      );
      await this.database.execute(
        `UPDATE reconciliation_runs SET status = 'failed', reason = 'abandoned', ended_at = ?
         WHERE day = ? AND status = 'running'`,
        [now, day.text],
      );
      await this.database.execute(
        `INSERT INTO reconciliation_runs (id, day, status, matched, started_at) VALUES (?, ?, 'running', 0, ?)`,
        [run.id, day.text, now],
      );
      return run;
    });
  }

  async keepBill(run: Run, entries: readonly BillEntry[], now: Date): Promise<void> {
    await this.during(run, now, async () => {
      if (entries.length === 0) return;
      try {
        await this.database.execute(
          `INSERT INTO reconciliation_bill_entries (run_id, attempt_no, amount_fen) VALUES ${placeholders(entries.length, 3)}`,
          entries.flatMap(({ attemptNo, amountFen }) => [run.id, attemptNo, amountFen]),
        );
      } catch (error) {
        throw isUniqueViolation(error) ? new NamedTwice() : error;
      }
    });
  }

  async bill(run: Run, last: string | null, limit: number, now: Date): Promise<BillEntry[]> {
    const rows = await this.during(run, now, () =>
      this.database.query<{ attempt_no: string; amount_fen: unknown }>(
        `SELECT attempt_no, amount_fen FROM reconciliation_bill_entries
         WHERE run_id = ? AND attempt_no > ? ORDER BY attempt_no LIMIT ${limit}`,
        [run.id, last ?? ''],
      ),
    );
    return rows.map(({ attempt_no, amount_fen }) => ({ attemptNo: attempt_no, amountFen: Number(amount_fen) }));
  }

  async onBill(run: Run, attemptNos: readonly string[], now: Date): Promise<ReadonlySet<string>> {
    const rows = await this.during(run, now, async () => {
      if (attemptNos.length === 0) return [];
      return this.database.query<{ attempt_no: string }>(
        `SELECT attempt_no FROM reconciliation_bill_entries
         WHERE run_id = ? AND attempt_no IN (${placeholders(attemptNos.length)})`,
        [run.id, ...attemptNos],
      );
    });
    return new Set(rows.map(({ attempt_no }) => attempt_no));
  }

  async keepDifferences(run: Run, differences: readonly SeenDifference[], now: Date): Promise<void> {
    await this.during(run, now, async () => {
      for (const { kind, attemptNo, oursFen, theirsFen, repaired } of differences) {
        await this.database.execute(
          `INSERT INTO reconciliation_differences (id, run_id, kind, attempt_no, ours_fen, theirs_fen, repaired)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          [newId(), run.id, kind, attemptNo, oursFen, theirsFen, repaired ? 1 : 0],
        );
        if (!repaired) continue;
        const facts = { day: run.day.text, kind };
        await this.audit.record({ type: 'reconciliation.repaired', actor: SYSTEM, subject: attemptNo, facts });
      }
    });
  }

  finish(run: Run, matched: number, now: Date): Promise<void> {
    return this.end(run, { status: 'done', reason: null, matched, nextTryAt: null }, now);
  }

  fail(run: Run, reason: string, matched: number, nextTryAt: Date | null, now: Date): Promise<void> {
    return this.end(run, { status: 'failed', reason, matched, nextTryAt }, now);
  }

  async release({ id, day }: Run, now: Date): Promise<void> {
    await this.database.execute('UPDATE reconciliations SET claimed_until = ? WHERE day = ? AND run_id = ?', [
      now,
      day.text,
      id,
    ]);
  }

  private end(run: Run, { status, reason, matched, nextTryAt }: Ending, now: Date): Promise<void> {
    return this.during(run, now, async () => {
      await this.database.execute(
        'UPDATE reconciliation_runs SET status = ?, reason = ?, matched = ?, ended_at = ? WHERE id = ?',
        [status, reason, matched, now, run.id],
      );
      await this.database.execute(
        'UPDATE reconciliations SET status = ?, next_try_at = ?, claimed_until = NULL WHERE day = ?',
        [status, nextTryAt, run.day.text],
      );
      const facts = { matched, ...(reason !== null && { reason }), ...(await this.counts(run)) };
      await this.audit.record({ type: `reconciliation.${status}`, actor: SYSTEM, subject: run.day.text, facts });
    });
  }

  private async counts({ id }: Run): Promise<{ differences: number; repaired: number }> {
    const [row] = await this.database.query<{ differences: unknown; repaired: unknown }>(
      `SELECT COUNT(*) AS differences, COALESCE(SUM(CASE WHEN repaired = 1 THEN 1 ELSE 0 END), 0) AS repaired
       FROM reconciliation_differences WHERE run_id = ?`,
      [id],
    );
    return { differences: Number(row?.differences), repaired: Number(row?.repaired) };
  }

  private async insert(day: BeijingDay, now: Date): Promise<boolean> {
    try {
      await this.database.execute(
        `INSERT INTO reconciliations (day, status, tries, next_try_at, ordered_at) VALUES (?, 'running', 0, ?, ?)`,
        [day.text, now, now],
      );
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** Only while the run is this one's, and keeps it so for some time. */
  private during<T>(run: Run, now: Date, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      const mine = await this.database.execute(
        `UPDATE reconciliations SET claimed_until = ? WHERE day = ? AND run_id = ? AND status = 'running'`,
        [later(now), run.day.text, run.id],
      );
      if (mine !== 1) throw new ClaimLost();
      return work();
    });
  }
}

function later(now: Date): Date {
  return new Date(now.getTime() + CLAIM_LIFE_MS);
}
