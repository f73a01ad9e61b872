import { BeijingDay, ManualClock } from '#kernel';
import type { Database } from '#platform/database';
import { figure } from '../../../test/support/figures.js';
import { DailyReport } from '../domain/daily-report.js';
import { NO_FIGURES } from '../domain/figures.js';
import { CountedReports } from './counted-reports.js';
import { InMemoryReports } from './in-memory-reports.js';

const at = new ManualClock().now();
const day = BeijingDay.of(at);
const figures = () =>
  Promise.all([
    figure('report_steps_total', { outcome: 'kept' }),
    figure('report_steps_total', { outcome: 'dropped' }),
    figure('reports_made_total'),
  ]);

describe('steps of reports', () => {
  it('are counted when they are committed: those that are kept, and those somebody else was faster with', async () => {
    const committed: (() => void)[] = [];
    const database = { afterCommit: (action: () => void) => committed.push(action) } as unknown as Database;
    const reports = new CountedReports(new InMemoryReports(), database);
    await reports.add(DailyReport.request(day, at));
    const change = async (mutate: (report: DailyReport) => void, base?: DailyReport) => {
      const report = base ?? (await reports.find(day));
      if (!report) throw new Error('not there');
      mutate(report);
      return reports.save(report);
    };
    const before = await figures();
    const late = (await reports.find(day)) ?? undefined;
    await change((report) => report.expect(1));
    expect(await change((report) => report.expect(1), late)).toBe(false);
    const page = { figures: NO_FIGURES, cursor: null, done: 1, parts: 0 };
    for (let step = 0; step < 3; step++)
      await change((report) => {
        const isLast = report.isLast(page);
        report.advance(page);
        if (isLast) report.finish([], at);
      });
    // Asked for again: that is no step.
    await change((report) => report.requestAgain(at));
    expect(await figures()).toEqual(before);
    for (const count of committed) count();
    const [kept = 0, dropped = 0, made = 0] = before;
    expect(await figures()).toEqual([kept + 4, dropped + 1, made + 1]);
  });
});
