import { Injectable, Logger } from '@nestjs/common';
import { BeijingDay, Clock } from '#kernel';
import { KeysUnavailable } from '#platform/crypto';
import { Takings } from '../../payment/index.js';
import { partsOf } from '../domain/csv.js';
import type { DailyReport, Step } from '../domain/daily-report.js';
import { MOST_BEST_SELLERS } from '../domain/figures.js';
import { type Problem, Reports, type StepFindings } from '../domain/reports.js';
import type { ReportRequested } from '../events.js';
import { RefundsPage } from './refunds-page.js';
import type { PageReader } from './report-page.js';
import { SalesPage } from './sales-page.js';
import { StockOutsPage } from './stock-outs-page.js';

/** Milliseconds of work in one delivery: less than whoever delivers waits (10 s in the shop's process, a minute and more elsewhere). */
export const LEG_LASTS = 3_000;

type Leg = Pick<ReportRequested, 'date' | 'run' | 'leg'>;

/**
 * Works at a report for as long as one delivery may take, and leaves the rest to an event of its own. Each page is read, and saved with
 * what it came to on top of what it was read for, or not at all. So a process may end between any two lines, and two may be at it
 * at once: whoever is first has done the step, the other one goes on from there. Nothing is claimed, so no claim can run out.
 */
@Injectable()
export class MakeReport {
  private readonly log = new Logger(MakeReport.name);

  constructor(
    private readonly reports: Reports,
    private readonly takings: Takings,
    private readonly salesPage: SalesPage,
    private readonly refundsPage: RefundsPage,
    private readonly stockOutsPage: StockOutsPage,
    private readonly clock: Clock,
  ) {}

  /** Not inside a transaction. What was done, or given up, meanwhile is left as it is. @throws KeysUnavailable */
  async execute(leg: Leg): Promise<void> {
    const day = BeijingDay.parse(leg.date);
    const began = this.clock.now().getTime();
    for (;;) {
      const report = day && (await this.reports.find(day));
      if (!report?.isFor(leg)) return;
      try {
        await this.goOn(report, began);
      } catch (error) {
        await this.note(error instanceof KeysUnavailable ? 'keys' : 'unexpected', report);
        throw error;
      }
    }
  }

  private async goOn(report: DailyReport, began: number): Promise<void> {
    const findings = report.state.total === null ? await this.begin(report) : await this.step(report);
    if (this.isTired(began) && report.isUnderWay) report.goOnLater(this.clock.now());
    if ((await this.reports.save(report, findings)) && !report.isUnderWay) this.tell(report);
  }

  private async begin(report: DailyReport): Promise<undefined> {
    const { payments, refunds } = await this.takings.count(report.day);
    report.expect(payments + refunds);
  }

  private async step(report: DailyReport): Promise<StepFindings> {
    const { rows, sold, ...page } = await this.readerOf(report.state.step ?? 'sales').read(report);
    const parts = partsOf(rows);
    const isLast = report.isLast(page);
    report.advance({ ...page, parts: parts.length });
    if (isLast) report.finish(await this.reports.bestSellers(report, MOST_BEST_SELLERS), this.clock.now());
    return { parts, sold };
  }

  private readerOf(step: Step): PageReader {
    return { sales: this.salesPage, refunds: this.refundsPage, 'stock-outs': this.stockOutsPage }[step];
  }

  /** Also when the clock was set back. */
  private isTired(began: number): boolean {
    const lasted = this.clock.now().getTime() - began;
    return lasted < 0 || lasted >= LEG_LASTS;
  }

  private tell({ state: { date, run, leg, parts, made: whole } }: DailyReport): void {
    const { orders = 0, refunds = 0, stockOuts = 0 } = whole?.figures ?? {};
    this.log.log({ date, run, legs: leg, parts, orders, refunds, stockOuts }, 'The report of a day is made');
  }

  /** For whoever asks why there is no report; that it cannot be written down is no news beside the failure itself. */
  private async note(problem: Problem, report: DailyReport): Promise<void> {
    await this.reports.note(problem, report).catch(() => undefined);
  }
}
