import { BeijingDay, ManualClock } from '#kernel';
import { DailyReport } from '../domain/daily-report.js';
import { NO_FIGURES } from '../domain/figures.js';
import type { Reports } from '../domain/reports.js';

const at = new ManualClock().now();
let days = BeijingDay.of(at);
/** Each test has one of its own. */
const nextDay = () => (days = days.plus(1));

export interface KeptReports {
  readonly reports: Reports;
  /** Of the events that were published of a day, oldest first. */
  legs(date: string): Promise<readonly string[]>;
  parts(date: string, run: number): Promise<readonly string[]>;
}

/** What every adapter of the port keeps to. */
export function reportsContract(open: () => KeptReports): void {
  const add = async () => {
    const report = DailyReport.request(nextDay(), at);
    expect(await open().reports.add(report)).toBe(true);
    return report.day;
  };
  const find = async (day: BeijingDay) => {
    const report = await open().reports.find(day);
    if (!report) throw new Error('not there');
    return report;
  };
  const page = { figures: { ...NO_FIGURES, orders: 3 }, cursor: '{"a":"茶"}', done: 100, parts: 1 };
  const sold = (skuId: string, units: number) => ({
    skuId,
    productName: '龙井茶',
    skuName: '250 克',
    units,
    revenueFen: units * 100,
  });

  it('gives back what was kept, with its event', async () => {
    const day = await add();
    const { state } = await find(day);
    expect(state).toEqual(DailyReport.request(day, at).state);
    expect(await open().legs(day.text)).toEqual(['1.1']);
    expect(await open().reports.find(nextDay())).toBeNull();
  });

  it('keeps one report of a day', async () => {
    const day = await add();
    expect(await open().reports.add(DailyReport.request(day, at))).toBe(false);
    expect(await open().legs(day.text)).toEqual(['1.1']);
  });

  it('[P90] saves a step with what it found, once, whoever is first', async () => {
    const day = await add();
    const [one, other] = [await find(day), await find(day)];
    for (const report of [one, other]) {
      report.advance(page);
      report.goOnLater(at);
    }
    const findings = { parts: ['first\r\n'], sold: [sold('A', 2), sold('B', 1)] };
    const saved = await Promise.all([one, other].map((report) => open().reports.save(report, findings)));
    expect(saved.toSorted()).toEqual([false, true]);
    expect((await find(day)).state).toEqual(one.state);
    expect(await open().legs(day.text)).toEqual(['1.1', '1.2']);
    expect(await open().parts(day.text, 1)).toEqual(['first\r\n']);
    expect(await open().reports.bestSellers(one, 10)).toEqual([sold('A', 2), sold('B', 1)]);
  });

  it('adds up what was sold of a SKU, run by run', async () => {
    const day = await add();
    for (const units of [2, 5]) {
      const report = await find(day);
      report.advance(page);
      expect(await open().reports.save(report, { parts: [], sold: [sold('A', 3), sold('B', units)] })).toBe(true);
    }
    const report = await find(day);
    expect(await open().reports.bestSellers(report, 10)).toEqual([sold('B', 7), sold('A', 6)]);
    expect(await open().reports.bestSellers(report, 1)).toEqual([sold('B', 7)]);
    report.requestAgain(at);
    await open().reports.save(report);
    expect(await open().reports.bestSellers(await find(day), 10)).toEqual([]);
  });

  it('keeps what was made while it is made anew', async () => {
    const day = await add();
    const report = await find(day);
    report.finish([sold('A', 1)], at);
    await open().reports.save(report);
    const again = await find(day);
    again.requestAgain(at);
    await open().reports.save(again);
    expect((await find(day)).state).toMatchObject({ run: 2, step: 'sales', made: { run: 1, at } });
    expect((await find(day)).state.made?.figures.bestSellers).toEqual([sold('A', 1)]);
  });

  it('knows the days that were asked for', async () => {
    const first = await add();
    nextDay();
    const last = await add();
    expect([...(await open().reports.daysFrom(first))].sort()).toEqual([first.text, last.text]);
    expect([...(await open().reports.daysFrom(last))]).toEqual([last.text]);
    const earliest = await open().reports.earliest();
    expect(earliest && earliest.text <= first.text).toBe(true);
  });
}
