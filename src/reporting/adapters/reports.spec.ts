import { BeijingDay, ManualClock } from '#kernel';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { DailyReport } from '../domain/daily-report.js';
import type { ReportEvent } from '../events.js';
import { InMemoryReports } from './in-memory-reports.js';
import { reportsContract } from './reports.contract.js';
import { reportingSchema } from './schema.js';
import { SqlReports } from './sql-reports.js';

const legOf = ({ run, leg }: ReportEvent) => `${run}.${leg}`;

describe('reports in memory', () => {
  const reports = new InMemoryReports();
  const legs = async (date: string) => reports.published.filter((event) => event.date === date).map(legOf);
  const parts = async (date: string, run: number) => reports.parts.get(`${date} ${run}`) ?? [];
  reportsContract(() => ({ reports, legs, parts }));
});

describe('reports', () => {
  onEachDatabase([reportingSchema, eventsSchema], (database) => {
    const legs = async (date: string) => {
      const rows = await database().query<{ payload: string }>(
        'SELECT payload FROM outbox WHERE aggregate_id = ? ORDER BY sequence',
        [date],
      );
      return rows.map(({ payload }) => legOf(JSON.parse(payload) as ReportEvent));
    };
    const parts = async (date: string, run: number) => {
      const rows = await database().query<{ content: string }>(
        'SELECT content FROM report_parts WHERE report_date = ? AND run = ? ORDER BY part_no',
        [date, run],
      );
      return rows.map(({ content }) => content);
    };
    it('[P90] publish what happened also when the transaction has to run again', async () => {
      const { outbox } = new EventDelivery(database(), new ManualClock());
      const append = jest.spyOn(outbox, 'append');
      append.mockRejectedValueOnce(Object.assign(new Error('deadlock'), { errno: 1213 }));
      const report = DailyReport.request(BeijingDay.of(new Date(0)), new Date(0));
      expect(await new SqlReports(database(), outbox).add(report)).toBe(true);
      expect(append).toHaveBeenCalledTimes(2);
      expect(await legs(report.day.text)).toEqual(['1.1']);
    });

    reportsContract(() => ({
      reports: new SqlReports(database(), new EventDelivery(database(), new ManualClock()).outbox),
      legs,
      parts,
    }));
  });
});
