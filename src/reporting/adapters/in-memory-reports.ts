import { BeijingDay } from '#kernel';
import { DailyReport, type DailyReportState } from '../domain/daily-report.js';
import type { SkuSales } from '../domain/figures.js';
import { type Problem, Reports, type StepFindings } from '../domain/reports.js';
import type { ReportEvent } from '../events.js';

export class InMemoryReports extends Reports {
  readonly published: ReportEvent[] = [];
  readonly parts = new Map<string, string[]>();
  readonly problems = new Map<string, Problem>();
  private readonly states = new Map<string, DailyReportState>();
  private readonly sold = new Map<string, Map<string, SkuSales>>();

  async find({ text }: BeijingDay): Promise<DailyReport | null> {
    const state = this.states.get(text);
    return state ? DailyReport.restore(state) : null;
  }

  async earliest(): Promise<BeijingDay | null> {
    const [earliest] = [...this.states.keys()].sort();
    return earliest === undefined ? null : BeijingDay.parse(earliest);
  }

  async daysFrom({ text }: BeijingDay): Promise<ReadonlySet<string>> {
    return new Set([...this.states.keys()].filter((day) => day >= text));
  }

  async add(report: DailyReport): Promise<boolean> {
    if (this.states.has(report.state.date)) return false;
    this.keep(report);
    return true;
  }

  async save(report: DailyReport, { parts, sold }: StepFindings = { parts: [], sold: [] }): Promise<boolean> {
    const { date, version } = report.state;
    if (this.states.get(date)?.version !== version - 1) return false;
    this.keep(report);
    const key = runOf(report);
    this.problems.delete(key);
    this.parts.set(key, [...(this.parts.get(key) ?? []), ...parts]);
    const tally = this.sold.get(key) ?? new Map<string, SkuSales>();
    for (const one of sold) {
      const { units = 0, revenueFen = 0, ...names } = tally.get(one.skuId) ?? {};
      tally.set(one.skuId, { ...one, ...names, units: units + one.units, revenueFen: revenueFen + one.revenueFen });
    }
    this.sold.set(key, tally);
    return true;
  }

  async bestSellers(report: DailyReport, limit: number): Promise<readonly SkuSales[]> {
    const sold = [...(this.sold.get(runOf(report))?.values() ?? [])];
    return sold.sort((one, other) => other.units - one.units || (one.skuId < other.skuId ? 1 : -1)).slice(0, limit);
  }

  async note(problem: Problem, report: DailyReport): Promise<void> {
    const state = this.states.get(report.state.date);
    if (state?.run === report.state.run && state.step !== null) this.problems.set(runOf(report), problem);
  }

  private keep(report: DailyReport): void {
    this.states.set(report.state.date, report.state);
    this.published.push(...report.takeEvents());
  }
}

export function runOf({ state: { date, run } }: Pick<DailyReport, 'state'>): string {
  return `${date} ${run}`;
}
