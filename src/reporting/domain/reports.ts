import type { BeijingDay } from '#kernel';
import type { DailyReport } from './daily-report.js';
import type { SkuSales } from './figures.js';

/** What a step found that is too long to be kept beside the figures. */
export interface StepFindings {
  /** Parts of the CSV, in their sequence. */
  readonly parts: readonly string[];
  /** To be added to what was sold of each SKU; each SKU once. */
  readonly sold: readonly SkuSales[];
}

/** Why a try failed, as far as it can be told in plain words. */
export type Problem = 'keys' | 'unexpected';

export abstract class Reports {
  abstract find(day: BeijingDay): Promise<DailyReport | null>;

  /** The earliest day a report was ever asked for; null: none was. */
  abstract earliest(): Promise<BeijingDay | null>;

  /** Days from this one on that a report was asked for. */
  abstract daysFrom(day: BeijingDay): Promise<ReadonlySet<string>>;

  /** Saves a new report with its event; false, and nothing saved, when there is one of that day. */
  abstract add(report: DailyReport): Promise<boolean>;

  /**
   * Saves a report, its events and what a step found, in one transaction. False, and nothing saved, when somebody else has changed it
   * since it was loaded.
   */
  abstract save(report: DailyReport, findings?: StepFindings): Promise<boolean>;

  /** What was sold most by units in the run that is under way. */
  abstract bestSellers(report: DailyReport, limit: number): Promise<readonly SkuSales[]>;

  /** What the last try of a run failed of; nothing when that run is over. */
  abstract note(problem: Problem, report: DailyReport): Promise<void>;
}
