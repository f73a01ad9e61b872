import { Injectable } from '@nestjs/common';
import { BeijingDay } from '#kernel';
import { Database } from '#platform/database';
import { ReconciliationNotFound } from '../domain/errors.js';
import type { DifferenceKind } from '../domain/reconciliation.js';

export interface ReconciliationView {
  readonly date: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly matched: number;
  readonly differences: readonly {
    readonly kind: DifferenceKind;
    readonly outTradeNo: string;
    readonly oursFen: number | null;
    readonly theirsFen: number | null;
    readonly repaired: boolean;
  }[];
}

interface DayRow {
  readonly status: ReconciliationView['status'];
  readonly run_id: string | null;
  readonly matched: number | null;
}

interface DifferenceRow {
  readonly kind: DifferenceKind;
  readonly attempt_no: string;
  readonly ours_fen: unknown;
  readonly theirs_fen: unknown;
  readonly repaired: unknown;
}

@Injectable()
export class ReconciliationQueries {
  constructor(private readonly database: Database) {}

  /** The latest run of a day, which may still be under way. @throws ReconciliationNotFound */
  async ofDay(date: string): Promise<ReconciliationView> {
    if (!BeijingDay.parse(date)) throw new ReconciliationNotFound();
    const [day] = await this.database.query<DayRow>(
      `SELECT reconciliations.status, reconciliations.run_id, reconciliation_runs.matched FROM reconciliations
       LEFT JOIN reconciliation_runs ON reconciliation_runs.id = reconciliations.run_id WHERE reconciliations.day = ?`,
      [date],
    );
    if (!day) throw new ReconciliationNotFound();
    const { status, run_id, matched } = day;
    return { date, status, matched: matched ?? 0, differences: run_id === null ? [] : await this.differences(run_id) };
  }

  private async differences(runId: string): Promise<ReconciliationView['differences']> {
    const rows = await this.database.query<DifferenceRow>(
      `SELECT kind, attempt_no, ours_fen, theirs_fen, repaired FROM reconciliation_differences
       WHERE run_id = ? ORDER BY id`,
      [runId],
    );
    return rows.map(({ kind, attempt_no, ours_fen, theirs_fen, repaired }) => ({
      kind,
      outTradeNo: attempt_no,
      oursFen: fenOrNull(ours_fen),
      theirsFen: fenOrNull(theirs_fen),
      repaired: Boolean(repaired),
    }));
  }
}

function fenOrNull(value: unknown): number | null {
  return value === null ? null : Number(value);
}
