import { AggregateRoot, BeijingDay } from '#kernel';
import type { ReportEvent } from '../events.js';
import { type Figures, NO_FIGURES, type SkuSales } from './figures.js';

/** What is gone through, in this sequence. */
export const STEPS = ['sales', 'refunds', 'stock-outs'] as const;
export type Step = (typeof STEPS)[number];

/** A report that is whole, until a later one takes its place. */
export interface MadeReport {
  readonly run: number;
  /** How many parts its CSV has. */
  readonly parts: number;
  readonly figures: Figures;
  readonly at: Date;
}

export interface DailyReportState {
  /** Of Beijing: `yyyy-MM-dd`. */
  readonly date: string;
  readonly requestedAt: Date;
  readonly run: number;
  readonly leg: number;
  /** Null once the run is done. */
  readonly step: Step | null;
  /** Where the step goes on; null at its beginning. */
  readonly cursor: string | null;
  /** Parts of the CSV that are kept of this run. */
  readonly parts: number;
  /** Payments and refunds gone through. */
  readonly done: number;
  /** Payments and refunds there were when the run began; null before. */
  readonly total: number | null;
  readonly figures: Figures;
  readonly made: MadeReport | null;
  /** The version that recorded the last event. */
  readonly toldAt: number;
  /** Counts changes from 1. */
  readonly version: number;
}

/** What one step over a page came to. */
export interface Progress {
  readonly figures: Figures;
  /** Null: the step is over. */
  readonly cursor: string | null;
  readonly done: number;
  readonly parts: number;
}

/**
 * The report of a day, and how far its making has come. It is made in runs, a run in legs, a leg in steps over a page each. Nobody holds
 * it meanwhile: each step is saved on top of the version it was made of, or not at all.
 */
export class DailyReport extends AggregateRoot<ReportEvent> {
  private readonly loadedVersion: number;

  private constructor(private current: DailyReportState) {
    super();
    this.loadedVersion = current.version;
  }

  static request(day: BeijingDay, at: Date): DailyReport {
    const report = new DailyReport({ ...begun(at), date: day.text, run: 1, made: null, toldAt: 1, version: 1 });
    report.tell(at);
    return report;
  }

  static restore(state: DailyReportState): DailyReport {
    return new DailyReport(state);
  }

  get state(): DailyReportState {
    return this.current;
  }

  get day(): BeijingDay {
    return BeijingDay.from(this.current.date);
  }

  get isUnderWay(): boolean {
    return this.current.step !== null;
  }

  /** Whether an event is about what is to be done now, and not about what was done, or given up, since. */
  isFor({ run, leg }: { readonly run: number; readonly leg: number }): boolean {
    return this.isUnderWay && this.current.run === run && this.current.leg === leg;
  }

  /** Whether nobody tries any more, given the version whose event is dead. */
  hasFailed(deadAt: number | undefined): boolean {
    return this.isUnderWay && this.current.toldAt === deadAt;
  }

  /** From the beginning. What was made before stays until this is. */
  requestAgain(at: Date): void {
    this.become({ ...begun(at), run: this.current.run + 1 });
    this.tell(at);
  }

  expect(total: number): void {
    this.become({ total });
  }

  advance({ figures, cursor, done, parts }: Progress): void {
    const { step } = this.current;
    if (step === null) throw new Error('The report is made');
    this.become({
      figures,
      cursor,
      step: cursor === null ? (stepAfter(step) ?? step) : step,
      done: this.current.done + done,
      parts: this.current.parts + parts,
    });
  }

  /** Whether this page ends the last step. */
  isLast({ cursor }: Pick<Progress, 'cursor'>): boolean {
    return cursor === null && this.current.step === STEPS.at(-1);
  }

  finish(bestSellers: readonly SkuSales[], at: Date): void {
    const { run, parts, figures } = this.current;
    this.become({ step: null, cursor: null, made: { run, parts, figures: { ...figures, bestSellers }, at } });
  }

  /** The rest is for another delivery. */
  goOnLater(at: Date): void {
    this.become({ leg: this.current.leg + 1 });
    this.tell(at);
  }

  private tell(at: Date): void {
    const { date, run, leg, version } = this.current;
    this.current = { ...this.current, toldAt: version };
    this.record({ type: 'report.requested', date, run, leg, at });
  }

  private become(changes: Partial<DailyReportState>): void {
    this.current = { ...this.current, ...changes, version: this.loadedVersion + 1 };
  }
}

function begun(requestedAt: Date) {
  const nowhere = { step: STEPS[0], cursor: null, parts: 0, done: 0, total: null, figures: NO_FIGURES };
  return { requestedAt, leg: 1, ...nowhere };
}

function stepAfter(step: Step): Step | undefined {
  return STEPS[STEPS.indexOf(step) + 1];
}
