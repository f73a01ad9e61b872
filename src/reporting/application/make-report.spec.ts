import { Logger } from '@nestjs/common';
import { BeijingDay, ManualClock } from '#kernel';
import { KeysUnavailable } from '#platform/crypto';
import { InMemoryReports } from '../adapters/in-memory-reports.js';
import { PART_BYTES } from '../domain/csv.js';
import { DailyReport } from '../domain/daily-report.js';
import type { Reports, StepFindings } from '../domain/reports.js';
import { ADay } from '../testing/a-day.js';
import { LEG_LASTS, MakeReport } from './make-report.js';
import { RefundsPage, REFUNDS_AT_ONCE } from './refunds-page.js';
import { PAYMENTS_AT_ONCE, SalesPage } from './sales-page.js';
import { StockOutsPage } from './stock-outs-page.js';

const day = BeijingDay.of(new ManualClock().now());

describe('making a report', () => {
  let clock: ManualClock;
  let reports: InMemoryReports;
  beforeEach(async () => {
    Logger.overrideLogger(false);
    clock = new ManualClock(day.plus(1).at(0, 30));
    reports = new InMemoryReports();
    await reports.add(DailyReport.request(day, clock.now()));
  });

  const maker = (shop: ADay, keeper: Reports = reports) =>
    new MakeReport(
      keeper,
      shop.takings,
      new SalesPage(shop.takings, shop.sales),
      new RefundsPage(shop.takings),
      new StockOutsPage(shop.stockHistory, shop.catalogue),
      clock,
    );
  const state = async () => {
    const report = await reports.find(day);
    if (!report) throw new Error('not there');
    return report.state;
  };
  /** Delivers what was published until there is no more, as whoever delivers does; answers how many deliveries that took. */
  const deliverAll = async (make: MakeReport) => {
    let deliveries = 0;
    for (let event = reports.published.shift(); event; event = reports.published.shift()) {
      await make.execute(event);
      deliveries++;
    }
    return deliveries;
  };
  const csv = (run = 1) => (reports.parts.get(`${day.text} ${run}`) ?? []).join('');
  const records = (run = 1) => csv(run).split('\r\n').slice(0, -1);
  const count = (record: string, run = 1) => records(run).filter((line) => line.startsWith(`${record},`)).length;

  it('goes through orders, refunds and what ran out, in one delivery where that is quick', async () => {
    const shop = new ADay(day, 250);
    shop.repayments.push({ refundId: 'R1', amountFen: 700, refundedAt: day.at(23, 59) });
    shop.stockOuts.push({ skuId: 'S1', at: day.at(9, 41), times: 1, isOut: true });
    expect(await deliverAll(maker(shop))).toBe(1);
    const { made, done, total, parts } = await state();
    expect(made?.figures).toMatchObject({ orders: 250, units: 500, revenueFen: 250 * 5_800, newCustomers: 84 });
    expect(made?.figures).toMatchObject({ refunds: 1, refundedFen: 700, stockOuts: 1 });
    expect(made?.figures.bestSellers[0]).toMatchObject({ units: 72, productName: '龙井茶' });
    expect([done, total, parts === made?.parts]).toEqual([251, 251, true]);
    expect([count('order'), count('item'), count('refund'), count('stock-out')]).toEqual([250, 250, 1, 1]);
  });

  it('of a quiet day is empty, and made all the same', async () => {
    await deliverAll(maker(new ADay(day, 0)));
    expect((await state()).made).toMatchObject({ parts: 0, figures: { orders: 0, bestSellers: [] } });
  });

  it('[P92] holds a page at a time, however many orders the day had', async () => {
    const shop = new ADay(day, 30_000, '龙井茶，明前特级，'.repeat(10));
    for (let n = 0; n < 2_000; n++) shop.repayments.push({ refundId: `R${n}`, amountFen: 1, refundedAt: day.at(1, 0) });
    for (let n = 0; n < 500; n++) shop.stockOuts.push({ skuId: `S${n}`, at: day.at(2, 0), times: 1, isOut: false });
    const [bytes, figures]: [number[], number[]] = [[], []];
    const save = reports.save.bind(reports);
    reports.save = (report: DailyReport, findings?: StepFindings) => {
      bytes.push(...(findings?.parts ?? []).map((part) => Buffer.byteLength(part)));
      figures.push(JSON.stringify(report.state.figures).length);
      return save(report, findings);
    };
    await deliverAll(maker(shop));
    expect(count('order')).toBe(30_000);
    expect(shop.mostAtOnce).toBeLessThanOrEqual(Math.max(PAYMENTS_AT_ONCE, REFUNDS_AT_ONCE));
    expect(Math.max(...bytes)).toBeLessThanOrEqual(PART_BYTES);
    // A column of the database holds 65,535 bytes.
    expect(Math.max(...figures)).toBeLessThan(30_000);
  });

  it('[P90] leaves what a delivery has no time for to the next one, and does each page once', async () => {
    const shop = new ADay(day, 1_000);
    shop.meanwhile = () => clock.advance(LEG_LASTS / 2);
    expect(await deliverAll(maker(shop))).toBeGreaterThan(4);
    expect((await state()).made?.figures.orders).toBe(1_000);
    expect(count('order')).toBe(1_000);
  });

  it('[P90] goes on where it was when a process dies between any two lines', async () => {
    const shop = new ADay(day, 950);
    shop.meanwhile = () => clock.advance(LEG_LASTS / 2);
    const died = new Error('killed');
    // Before a page is saved, and after: what was committed is there, and nobody heard of it.
    const dying = (after: boolean): Reports => {
      const mortal: Reports = Object.create(reports) as Reports;
      mortal.save = async (report, findings) => {
        if (after) await reports.save(report, findings);
        throw died;
      };
      return mortal;
    };
    let deaths = 0;
    for (let event = reports.published[0]; event; event = reports.published[0]) {
      for (const after of [false, true, false]) {
        const end = maker(shop, dying(after)).execute(event);
        await end.catch((error: unknown) => {
          if (error !== died) throw error;
          deaths++;
        });
      }
      await maker(shop).execute(event);
      reports.published.shift();
    }
    expect(deaths).toBeGreaterThan(10);
    expect((await state()).made?.figures).toMatchObject({ orders: 950, revenueFen: 950 * 5_800 });
    expect(records()).toEqual([...new Set(records())]);
    expect(count('order')).toBe(950);
  });

  it('[P90] is one report when two are at it at once, and a late duplicate changes nothing', async () => {
    const shop = new ADay(day, 950);
    const [event] = reports.published;
    if (!event) throw new Error('nothing was asked for');
    // Each lets the other one go first, again and again.
    shop.meanwhile = () => new Promise(setImmediate);
    await Promise.all([maker(shop).execute(event), maker(shop).execute(event), maker(shop).execute(event)]);
    const made = await state();
    expect(made.made?.figures.orders).toBe(950);
    expect(count('order')).toBe(950);
    await maker(shop).execute(event);
    expect(await state()).toEqual(made);
  });

  it('does nothing for a run that was given up, nor for what is no day', async () => {
    const [event] = reports.published;
    if (!event) throw new Error('nothing was asked for');
    const report = await reports.find(day);
    report?.requestAgain(clock.now());
    if (report) await reports.save(report);
    await maker(new ADay(day, 10)).execute(event);
    expect(await state()).toMatchObject({ run: 2, total: null });
    await maker(new ADay(day, 10)).execute({ ...event, date: 'soon' });
  });

  it('fails with what it failed of, and goes on from there when it is tried again', async () => {
    const shop = new ADay(day, 300);
    const [event] = reports.published;
    if (!event) throw new Error('nothing was asked for');
    let pages = 0;
    shop.meanwhile = () => {
      if (++pages === 2) throw new KeysUnavailable();
    };
    await expect(maker(shop).execute(event)).rejects.toThrow(KeysUnavailable);
    expect(reports.problems.get(`${day.text} 1`)).toBe('keys');
    expect(await state()).toMatchObject({ done: 100 });
    await deliverAll(maker(shop));
    expect(pages).toBe(5);
    expect(reports.problems.get(`${day.text} 1`)).toBeUndefined();
    expect((await state()).made?.figures.orders).toBe(300);
  });
});
