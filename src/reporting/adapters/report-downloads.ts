import { Injectable, Logger } from '@nestjs/common';
import type { BeijingDay } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { csvLine } from '../domain/csv.js';
import { HEADINGS } from '../domain/csv-rows.js';
import { reportPage } from './page/report-page.js';
import type { Language } from './page/texts.js';
import { ReportQueries } from './report.queries.js';

/** By it Excel knows UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** What can be taken away of a report, in pieces that are made as the client takes them. */
@Injectable()
export class ReportDownloads {
  private readonly log = new Logger(ReportDownloads.name);

  constructor(
    private readonly queries: ReportQueries,
    private readonly audit: AuditLog,
  ) {}

  /** Who took the orders of a day, if without the people, is on record. @throws ReportNotFound, ReportNotMade */
  async csv(day: BeijingDay, language: Language, actor: Actor): Promise<AsyncIterable<string>> {
    const made = await this.queries.made(day);
    await this.audit.record({ type: 'report.downloaded', actor, subject: day.text });
    return this.whole(day, language, made);
  }

  /** @throws ReportNotFound, ReportNotMade */
  async page(day: BeijingDay, language: Language): Promise<Iterable<string>> {
    return reportPage(day, await this.queries.made(day), language);
  }

  /** When a part cannot be read the connection is cut: an answer that breaks off does not look whole. */
  private async *whole(day: BeijingDay, language: Language, made: { readonly run: number; readonly parts: number }) {
    yield BYTE_ORDER_MARK + csvLine(HEADINGS[language]);
    try {
      yield* this.queries.parts(day, made);
    } catch (err) {
      this.log.error({ err, date: day.text }, 'A download breaks off: the parts of a report cannot be read');
      throw err;
    }
  }
}
