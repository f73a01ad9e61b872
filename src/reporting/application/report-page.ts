import type { Figures } from '../domain/figures.js';
import type { SkuSales } from '../domain/figures.js';
import type { DailyReport } from '../domain/daily-report.js';

/** What a step read at once, and what is made of it. It is all a process holds of the day besides the figures. */
export interface ReportPage {
  readonly figures: Figures;
  readonly rows: readonly string[];
  readonly sold: readonly SkuSales[];
  /** Null: there is no page after it. */
  readonly cursor: string | null;
  /** Payments or refunds it was about. */
  readonly done: number;
}

/** Reads the page a step has come to. */
export interface PageReader {
  read(report: DailyReport): Promise<ReportPage>;
}
