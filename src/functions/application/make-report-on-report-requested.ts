import { On, Reaction } from '#platform/events';
import { MakeReport } from '../../reporting/index.js';
import type { ReportRequested } from '../../reporting/events.js';

/** Outside a transaction: it reads for seconds, and commits each step. Twice is as good as once. */
@On('report.requested', { transaction: false })
export class MakeReportOnReportRequested extends Reaction<ReportRequested> {
  constructor(private readonly makeReport: MakeReport) {
    super();
  }

  /** @throws KeysUnavailable */
  async handle(event: ReportRequested): Promise<void> {
    await this.makeReport.execute(event);
  }
}
