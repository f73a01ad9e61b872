import { Injectable } from '@nestjs/common';
import { BeijingDay } from '#kernel';
import { Catalogue } from '../../catalog/index.js';
import { StockHistory, type StockOut } from '../../inventory/index.js';
import { stockOutRow } from '../domain/csv-rows.js';
import type { DailyReport } from '../domain/daily-report.js';
import { type NamedStockOut, withStockOuts } from '../domain/figures.js';
import type { PageReader, ReportPage } from './report-page.js';

/** SKUs looked at at once. */
export const SKUS_AT_ONCE = 50;

/** What ran out that day, under the names the catalogue has now. */
@Injectable()
export class StockOutsPage implements PageReader {
  constructor(
    private readonly history: StockHistory,
    private readonly catalogue: Catalogue,
  ) {}

  async read({ day, state: { cursor, figures } }: DailyReport): Promise<ReportPage> {
    const { found, last } = await this.history.stockOuts(day, cursor, SKUS_AT_ONCE);
    const named = await this.named(day, found);
    const rows = named.map(stockOutRow);
    return { figures: withStockOuts(figures, named), rows, sold: [], cursor: last, done: 0 };
  }

  private async named(day: BeijingDay, found: readonly StockOut[]): Promise<NamedStockOut[]> {
    if (found.length === 0) return [];
    const offers = await this.catalogue.offers(found.map(({ skuId }) => skuId));
    return found.map(({ skuId, at, times, isOut }) => {
      const { productName = null, skuName = null } = offers.get(skuId) ?? {};
      return { skuId, productName, skuName, time: day.timeOf(at), times, isOut };
    });
  }
}
