import { z } from 'zod';
import { BeijingDay } from '#kernel';
import { body, cursorTo, fen, staffPageQuery, time } from '#platform/http';
import { averageFen } from '../domain/figures.js';
import { STEPS } from '../domain/daily-report.js';
import type { Problem } from '../domain/reports.js';
import type { Language } from './page/texts.js';
import type { KnownReport } from './report.queries.js';

const date = z.iso.date().describe('A day of Beijing');
const count = z.int().min(0);

export const reportRequest = body({ date: date.describe('A day of Beijing that is over, of the last two months') });
export const reportPageQuery = staffPageQuery.extend({
  cursor: cursorTo((text) => BeijingDay.parse(text) !== null).optional(),
});
export const languageQuery = z.object({
  lang: z.enum(['zh', 'en']).optional().describe('As `Accept-Language` says unless it is given'),
});

export const reportView = z
  .object({
    date,
    status: z
      .enum(['pending', 'running', 'done', 'failed'])
      .describe('`failed`: nobody tries any more; ask again, or have its dead event tried again'),
    reason: z.string().nullable().describe('Why it failed, for people'),
    progress: z
      .object({
        step: z.enum(STEPS).describe('What is gone through'),
        done: count.describe('Payments and refunds gone through'),
        total: count.nullable().describe('All of them; null until they are counted'),
      })
      .nullable()
      .describe('null: it is done'),
    requestedAt: time,
    madeAt: time.nullable().describe('When the report that can be downloaded was made; null: none was yet'),
    figures: z
      .object({
        orders: count,
        units: count,
        revenueFen: fen.describe('What was paid, with freight, whatever went back'),
        averageFen: fen.nullable().describe('Of an order; null without orders'),
        discountFen: fen,
        newCustomers: count,
        returningCustomers: count,
        refunds: count,
        refundedFen: fen,
        stockOuts: count.describe('SKUs of which there was nothing for sale any more'),
      })
      .nullable()
      .describe('Of the report that can be downloaded'),
  })
  .meta({ id: 'DailyReport' });

export type ReportView = z.input<typeof reportView>;

const REASONS: Readonly<Record<Problem, Readonly<Record<Language, string>>>> = {
  keys: {
    zh: '多次尝试均无法取得生成假名所需的密钥，请检查密钥管理服务后重新生成',
    en: 'The key for pseudonyms could not be had, however often it was tried: see to the key management, then ask again',
  },
  unexpected: {
    zh: '多次尝试均未成功，原因见死信事件和日志；排除后请重新生成',
    en: 'It failed however often it was tried: the dead event and the log say why; then ask again',
  },
};

export function reportViewOf({ state, status, problem }: KnownReport, language: Language): ReportView {
  const { date, requestedAt, step, done, total, made } = state;
  return {
    date,
    status,
    reason: status === 'failed' ? REASONS[problem ?? 'unexpected'][language] : null,
    // A payment may have become known since they were counted.
    progress: step === null ? null : { step, done, total: total === null ? null : Math.max(total, done) },
    requestedAt: requestedAt.toISOString(),
    madeAt: made?.at.toISOString() ?? null,
    figures: made && headline(made.figures),
  };
}

function headline(figures: NonNullable<KnownReport['state']['made']>['figures']): ReportView['figures'] {
  const { orders, units, revenueFen, discountFen, newCustomers, returningCustomers } = figures;
  const { refunds, refundedFen, stockOuts } = figures;
  const sold = { orders, units, revenueFen, averageFen: averageFen(figures), discountFen };
  return { ...sold, newCustomers, returningCustomers, refunds, refundedFen, stockOuts };
}
