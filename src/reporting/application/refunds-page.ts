import { Injectable } from '@nestjs/common';
import { type Repayment, Takings } from '../../payment/index.js';
import { refundRow } from '../domain/csv-rows.js';
import type { DailyReport } from '../domain/daily-report.js';
import { withRefunds } from '../domain/figures.js';
import type { PageReader, ReportPage } from './report-page.js';

/** Refunds read at once. */
export const REFUNDS_AT_ONCE = 500;

/** Money that went back that day, whenever it had come. */
@Injectable()
export class RefundsPage implements PageReader {
  constructor(private readonly takings: Takings) {}

  async read({ day, state: { cursor, figures } }: DailyReport): Promise<ReportPage> {
    const refunds = await this.takings.refunds(day, cursor === null ? null : repaymentFrom(cursor), REFUNDS_AT_ONCE);
    const end = refunds.length < REFUNDS_AT_ONCE ? undefined : refunds.at(-1);
    return {
      figures: withRefunds(figures, refunds, day),
      rows: refunds.map(({ refundedAt, amountFen }) => refundRow(day.hourOf(refundedAt), amountFen)),
      sold: [],
      cursor: end ? JSON.stringify(end) : null,
      done: refunds.length,
    };
  }
}

function repaymentFrom(cursor: string): Repayment {
  const { refundedAt, ...refund } = JSON.parse(cursor) as Omit<Repayment, 'refundedAt'> & {
    readonly refundedAt: string;
  };
  return { ...refund, refundedAt: new Date(refundedAt) };
}
