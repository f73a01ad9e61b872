import { Logger } from '@nestjs/common';
import { BeijingDay, ManualClock } from '#kernel';
import { auditSchema } from '#platform/audit';
import { InMemoryAuditLog } from '#platform/audit/testing';
import type { Config } from '#platform/config';
import { EventLog, eventsSchema } from '#platform/events';
import { idempotencySchema, Idempotency } from '#platform/idempotency';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { ReportPurge } from '../adapters/purge.js';
import { ReportDownloads } from '../adapters/report-downloads.js';
import { ReportQueries } from '../adapters/report.queries.js';
import { reportViewOf } from '../adapters/reports.schemas.js';
import { reportingSchema } from '../adapters/schema.js';
import { SqlReports } from '../adapters/sql-reports.js';
import { DayIsNotOver, ReportNotFound, ReportNotMade } from '../domain/errors.js';
import { ADay } from '../testing/a-day.js';
import { MakeReport } from './make-report.js';
import { RefundsPage } from './refunds-page.js';
import { RequestDueReports } from './request-due-reports.js';
import { RequestReport } from './request-report.js';
import { SalesPage } from './sales-page.js';
import { StockOutsPage } from './stock-outs-page.js';

const staff = { kind: 'staff', id: 'bo', ip: null, requestId: null } as const;
const day = BeijingDay.of(new Date('2026-11-25T04:00:00.000Z'));
const TABLES = ['daily_reports', 'report_parts', 'report_sold_skus', 'outbox', 'idempotency_keys'];

describe('asking for reports', () => {
  onEachDatabase([reportingSchema, eventsSchema, auditSchema, idempotencySchema], (database) => {
    let clock: ManualClock;
    let audit: InMemoryAuditLog;
    let reports: SqlReports;
    let requests: RequestReport;
    let queries: ReportQueries;
    let downloads: ReportDownloads;
    beforeEach(async () => {
      Logger.overrideLogger(false);
      for (const table of TABLES) await database().execute(`DELETE FROM ${table}`);
      clock = new ManualClock(day.plus(1).at(11, 0));
      audit = new InMemoryAuditLog();
      reports = new SqlReports(database(), new EventDelivery(database(), clock).outbox);
      const events = new EventLog(database(), clock);
      const idempotency = new Idempotency(database(), clock);
      requests = new RequestReport(reports, events, audit, idempotency, database(), clock);
      queries = new ReportQueries(database(), events);
      downloads = new ReportDownloads(queries, audit);
    });

    const ask = (key: string | null = null) =>
      requests.execute({
        day,
        actor: staff,
        key: key === null ? null : { owner: 'bo', route: 'POST /admin/reports', key, fingerprint: 'f' },
      });
    const job = () => new RequestDueReports(reports, requests, clock, { backgroundJobs: true } as Config).run();
    const purge = (retention: number | null = null) =>
      new ReportPurge(database(), clock, { backgroundJobs: true, order: { retention } } as Config).run();
    const runs = async () =>
      (await database().query<{ payload: string }>('SELECT payload FROM outbox ORDER BY id')).map(
        ({ payload }) => JSON.parse(payload) as { date: string; run: number; leg: number },
      );
    const make = async (orders: number) => {
      const shop = new ADay(day, orders);
      const pages = [
        new SalesPage(shop.takings, shop.sales),
        new RefundsPage(shop.takings),
        new StockOutsPage(shop.stockHistory, shop.catalogue),
      ] as const;
      const event = (await runs()).at(-1);
      if (event) await new MakeReport(reports, shop.takings, ...pages, clock).execute(event);
    };
    const view = async () => reportViewOf(await queries.one(day), 'en');
    const rows = async (table: string) => (await database().query(`SELECT run FROM ${table}`)).length;
    const kill = () => database().execute(`UPDATE outbox SET status = 'dead'`);
    const text = async (pieces: AsyncIterable<string>) => {
      let all = '';
      for await (const piece of pieces) all += piece;
      return all;
    };

    it('is refused of a day that is not over', async () => {
      clock = new ManualClock(day.at(23, 59));
      requests = new RequestReport(
        ...([
          reports,
          new EventLog(database(), clock),
          audit,
          new Idempotency(database(), clock),
          database(),
          clock,
        ] as const),
      );
      await expect(async () => ask()).rejects.toThrow(DayIsNotOver);
      expect(await runs()).toEqual([]);
    });

    it('many times at once is one report, and asking while it is made changes nothing', async () => {
      await Promise.all(Array.from({ length: 5 }, () => ask()));
      await ask();
      expect(await runs()).toHaveLength(1);
      expect(await view()).toMatchObject({ status: 'pending', madeAt: null, figures: null });
      expect(audit.entries.map(({ type, subject }) => `${type} ${subject}`)).toEqual(['report.requested 2026-11-25']);
    });

    it('under one key is one request, also once the report is made', async () => {
      expect(await ask('k')).toEqual({ id: day.text, replayed: false });
      await make(1);
      expect(await ask('k')).toEqual({ id: day.text, replayed: true });
      expect(await runs()).toHaveLength(1);
    });

    it('is shown with how far it is, and then with its figures', async () => {
      await ask();
      const report = await reports.find(day);
      report?.expect(250);
      if (report) await reports.save(report);
      expect(await view()).toMatchObject({ status: 'running', progress: { step: 'sales', done: 0, total: 250 } });
      await make(250);
      expect(await view()).toMatchObject({ status: 'done', reason: null, progress: null, figures: { orders: 250 } });
      const { items } = await queries.list({ limit: 1, after: null, offset: null });
      expect(items.map(({ state, status }) => [state.date, status])).toEqual([['2026-11-25', 'done']]);
      expect(await queries.list({ limit: 1, after: null, offset: 1 })).toEqual({
        items: [],
        nextCursor: null,
        total: 1,
      });
    });

    it('[P90] says so when its event is dead; asked again it is made anew, and a retry of the dead event does nothing', async () => {
      await ask();
      await kill();
      expect(await view()).toMatchObject({ status: 'failed', reason: expect.stringContaining('dead event') });
      const report = await reports.find(day);
      if (report) await reports.note('keys', report);
      expect((await view()).reason).toContain('key for pseudonyms');
      await ask();
      expect(await view()).toMatchObject({ status: 'pending', reason: null });
      expect((await runs()).map(({ run }) => run)).toEqual([1, 2]);
      await make(3);
      expect(await view()).toMatchObject({ status: 'done', figures: { orders: 3 } });
    });

    it('[P90] is under way again when staff have the dead event tried again', async () => {
      await ask();
      await kill();
      await database().execute(`UPDATE outbox SET status = 'pending'`);
      expect(await view()).toMatchObject({ status: 'pending' });
      await make(2);
      expect(await view()).toMatchObject({ status: 'done' });
    });

    it('can be downloaded part by part, and the one before while it is made anew', async () => {
      await expect(downloads.csv(day, 'zh', staff)).rejects.toThrow(ReportNotFound);
      await ask();
      await expect(downloads.page(day, 'zh')).rejects.toThrow(ReportNotMade);
      await make(1_500);
      await ask();
      expect(await view()).toMatchObject({ status: 'pending', figures: { orders: 1_500 } });
      const query = jest.spyOn(database(), 'query');
      const csv = await text(await downloads.csv(day, 'zh', staff));
      // Each part is read when it is its turn: no more than one is held.
      const read = query.mock.calls.filter(([sql]) => sql.includes('report_parts'));
      query.mockRestore();
      expect(read.length).toBeGreaterThan(await rows('report_parts'));
      expect(read.every(([sql]) => sql.includes('LIMIT 1'))).toBe(true);
      expect(csv.startsWith('\uFEFF记录,')).toBe(true);
      expect(csv.split('\r\n')).toHaveLength(1 + 2 * 1_500 + 1);
      expect(audit.entries.at(-1)).toMatchObject({ type: 'report.downloaded', subject: day.text });
    });

    it('leaves nothing behind of earlier runs, once nobody can be downloading them any more', async () => {
      await ask();
      await make(200);
      await ask();
      await make(100);
      const before = await rows('report_parts');
      clock.advance(3_599_000);
      await purge();
      expect(await rows('report_parts')).toBe(before);
      clock.advance(2_000);
      await purge();
      expect(new Set((await database().query('SELECT run FROM report_parts')).map(({ run }) => run))).toEqual(
        new Set([2]),
      );
      expect(await rows('report_sold_skus')).toBe(0);
      expect((await text(await downloads.csv(day, 'en', staff))).split('\r\n')).toHaveLength(202);
    });

    it('is kept no longer than the orders it tells of', async () => {
      await ask();
      await make(1);
      clock.advance(90 * 86_400_000);
      await purge();
      await purge(91 * 86_400_000);
      expect((await queries.one(day)).status).toBe('done');
      await purge(89 * 86_400_000);
      await expect(queries.one(day)).rejects.toThrow(ReportNotFound);
      expect(await rows('report_parts')).toBe(0);
    });

    describe('by itself', () => {
      const at = (text: string) => clock.advance(new Date(text).getTime() - clock.now().getTime());
      const dates = async () => (await runs()).map(({ date }) => date);

      it('begins half an hour after midnight in Beijing with the day before, once for all processes', async () => {
        at('2026-11-25T16:29:59.999Z');
        await job();
        expect(await dates()).toEqual([]);
        at('2026-11-25T16:30:00.000Z');
        await Promise.all([job(), job(), job()]);
        await job();
        expect(await dates()).toEqual(['2026-11-25']);
        expect(audit.entries).toMatchObject([{ type: 'report.requested', actor: { kind: 'system' } }]);
      });

      it('makes up for days when nobody was there, a week at most', async () => {
        await job();
        at('2026-11-29T03:00:00.000Z');
        await job();
        expect(await dates()).toEqual(['25', '26', '27', '28'].map((date) => `2026-11-${date}`));
        at('2026-12-20T03:00:00.000Z');
        await job();
        expect((await dates()).slice(4)).toEqual([13, 14, 15, 16, 17, 18, 19].map((date) => `2026-12-${date}`));
      });

      it('makes up for them also when staff were faster with a later one', async () => {
        await job();
        at('2026-11-29T03:00:00.000Z');
        await requests.first(BeijingDay.from('2026-11-28'), staff);
        await job();
        expect((await dates()).toSorted()).toEqual(['25', '26', '27', '28'].map((date) => `2026-11-${date}`));
      });
    });
  });
});
