import { asDate, asDateOrNull } from '#platform/database';
import type { DailyReportState, MadeReport, Step } from '../domain/daily-report.js';
import type { Figures } from '../domain/figures.js';
import type { Problem } from '../domain/reports.js';

export const REPORT_COLUMNS = `report_date, requested_at, run, leg, step, step_cursor, parts, done, total, figures, made_run,
  made_parts, made_figures, made_at, told_at, problem, version`;

export interface ReportRow {
  readonly report_date: string;
  readonly requested_at: unknown;
  readonly run: number;
  readonly leg: number;
  readonly step: Step | null;
  readonly step_cursor: string | null;
  readonly parts: number;
  readonly done: number;
  readonly total: number | null;
  readonly figures: string;
  readonly made_run: number | null;
  readonly made_parts: number | null;
  readonly made_figures: string | null;
  readonly made_at: unknown;
  readonly told_at: number;
  readonly problem: Problem | null;
  readonly version: number;
}

export function stateFrom(row: ReportRow): DailyReportState {
  return {
    date: row.report_date,
    requestedAt: asDate(row.requested_at),
    run: row.run,
    leg: row.leg,
    step: row.step,
    cursor: row.step_cursor,
    parts: row.parts,
    done: row.done,
    total: row.total,
    figures: JSON.parse(row.figures) as Figures,
    made: madeFrom(row),
    toldAt: row.told_at,
    version: row.version,
  };
}

function madeFrom({ made_run: run, made_parts: parts, made_figures: figures, made_at }: ReportRow): MadeReport | null {
  const at = asDateOrNull(made_at);
  if (run === null || parts === null || figures === null || at === null) return null;
  return { run, parts, figures: JSON.parse(figures) as Figures, at };
}
