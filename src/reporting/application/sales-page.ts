import { Injectable } from '@nestjs/common';
import { type Sale, Sales } from '../../order/index.js';
import { type Taking, Takings } from '../../payment/index.js';
import { orderRows } from '../domain/csv-rows.js';
import type { DailyReport } from '../domain/daily-report.js';
import { type SkuSales, withSales } from '../domain/figures.js';
import type { PageReader, ReportPage } from './report-page.js';

/** Payments read at once; an order has at most 50 items. */
export const PAYMENTS_AT_ONCE = 100;

/** What was sold: the day's payments, and the orders they paid for. */
@Injectable()
export class SalesPage implements PageReader {
  constructor(
    private readonly takings: Takings,
    private readonly sales: Sales,
  ) {}

  /** @throws KeysUnavailable */
  async read({ day, state: { cursor, figures } }: DailyReport): Promise<ReportPage> {
    const last = cursor === null ? null : takingFrom(cursor);
    const payments = await this.takings.payments(day, last, PAYMENTS_AT_ONCE);
    const sales = await this.sales.paidBy(payments, day, last);
    const rows = sales.flatMap((sale, at) =>
      orderRows({ ...sale, no: figures.orders + at + 1, hour: day.hourOf(sale.paidAt) }),
    );
    const end = payments.length < PAYMENTS_AT_ONCE ? undefined : payments.at(-1);
    return {
      figures: withSales(figures, sales, day),
      rows,
      sold: soldIn(sales),
      done: payments.length,
      cursor: end ? JSON.stringify(end) : null,
    };
  }
}

function takingFrom(cursor: string): Taking {
  const { paidAt, ...taking } = JSON.parse(cursor) as Omit<Taking, 'paidAt'> & { readonly paidAt: string };
  return { ...taking, paidAt: new Date(paidAt) };
}

function soldIn(sales: readonly Sale[]): SkuSales[] {
  const bySku = new Map<string, SkuSales>();
  for (const { skuId, productName, skuName, quantity, unitPriceFen, discountFen } of sales.flatMap(
    ({ items }) => items,
  )) {
    const { units, revenueFen } = bySku.get(skuId) ?? { units: 0, revenueFen: 0 };
    bySku.set(skuId, {
      skuId,
      productName,
      skuName,
      units: units + quantity,
      revenueFen: revenueFen + unitPriceFen * quantity - discountFen,
    });
  }
  return [...bySku.values()];
}
