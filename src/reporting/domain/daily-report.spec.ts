import { BeijingDay } from '#kernel';
import { DailyReport } from './daily-report.js';
import { DayIsNotOver, DayIsTooLongAgo } from './errors.js';
import { NO_FIGURES } from './figures.js';
import { isDueAt, mustBeReportable } from './report-days.js';

const at = new Date('2026-11-25T16:30:00.000Z');
const day = BeijingDay.of(at).plus(-1);
const page = { figures: NO_FIGURES, cursor: null, done: 0, parts: 0 };
const kept = (report: DailyReport) => DailyReport.restore(report.state);

function made(): DailyReport {
  let report = DailyReport.request(day, at);
  for (let step = 0; step < 3; step++) {
    report = kept(report);
    const isLast = report.isLast(page);
    report.advance({ ...page, parts: 1 });
    if (isLast) report.finish([], at);
  }
  return kept(report);
}

describe('the report of a day', () => {
  it('is asked for with an event, and so is the rest of its work', () => {
    const report = DailyReport.request(day, at);
    expect(report.takeEvents()).toEqual([{ type: 'report.requested', date: '2026-11-25', run: 1, leg: 1, at }]);
    const later = kept(report);
    later.advance({ ...page, cursor: 'x' });
    later.goOnLater(at);
    expect(later.takeEvents()).toMatchObject([{ run: 1, leg: 2 }]);
    expect(later.state).toMatchObject({ step: 'sales', cursor: 'x', version: 2, toldAt: 2 });
  });

  it('goes through sales, refunds and what ran out, and is made then', () => {
    expect(made().state).toMatchObject({ step: null, made: { run: 1, parts: 3, at } });
    expect(() => made().advance(page)).toThrow('made');
  });

  it('is for the event of its present leg alone', () => {
    const report = DailyReport.request(day, at);
    expect(report.isFor({ run: 1, leg: 1 })).toBe(true);
    expect([report.isFor({ run: 1, leg: 2 }), report.isFor({ run: 2, leg: 1 })]).toEqual([false, false]);
    expect(made().isFor({ run: 1, leg: 1 })).toBe(false);
  });

  it('begins anew when it is asked for again, and keeps what was made until then', () => {
    const report = made();
    report.requestAgain(at);
    expect(report.state).toMatchObject({ run: 2, leg: 1, step: 'sales', parts: 0, total: null, made: { run: 1 } });
    expect(report.takeEvents()).toMatchObject([{ run: 2, leg: 1 }]);
  });

  it('has failed when its last event is dead, and not when an earlier one is', () => {
    const report = kept(DailyReport.request(day, at));
    report.goOnLater(at);
    expect([report.hasFailed(2), report.hasFailed(1), report.hasFailed(undefined)]).toEqual([true, false, false]);
    expect(made().hasFailed(1)).toBe(false);
  });
});

describe('a day', () => {
  const today = BeijingDay.of(at);

  it('is reported on when it is over, and while all its orders are kept', () => {
    expect(() => mustBeReportable(today, today)).toThrow(DayIsNotOver);
    expect(() => mustBeReportable(today.plus(1), today)).toThrow(DayIsNotOver);
    expect(() => mustBeReportable(today.plus(-1), today)).not.toThrow();
    expect(() => mustBeReportable(today.plus(-62), today)).not.toThrow();
    const refused = () => mustBeReportable(today.plus(-63), today);
    expect(refused).toThrow(DayIsTooLongAgo);
    expect(refused).toThrow(expect.objectContaining({ facts: { earliest: '2026-09-25' } }));
  });

  it('is due half an hour after it was over in Beijing', () => {
    expect(isDueAt(day)).toEqual(new Date('2026-11-25T16:30:00.000Z'));
  });
});
