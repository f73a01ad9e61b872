import { Injectable } from '@nestjs/common';
import { type BeijingDay, firstIdAt, timeOfId } from '#kernel';
import { Database, placeholders } from '#platform/database';
import { type StockOut, StockHistory } from '../application/stock-history.js';

/** Movements read at once. */
const PAGE = 1_000;

interface MovementRow {
  readonly id: string;
  readonly quantity: unknown;
}

/**
 * Reckons back from what is for sale now. The ids of movements say when they were written, so a day is a range of the index by SKU
 * and id, and the sequence is that in which the units went.
 */
@Injectable()
export class SqlStockHistory extends StockHistory {
  constructor(private readonly database: Database) {
    super();
  }

  stockOuts(
    day: BeijingDay,
    after: string | null,
    limit: number,
  ): Promise<{ readonly found: readonly StockOut[]; readonly last: string | null }> {
    // What is for sale now and what moved since must be of one moment.
    return this.database.snapshot(async () => {
      const items = await this.database.query<{ sku_id: string; available: unknown }>(
        `SELECT sku_id, available FROM stock_items WHERE sku_id > ? ORDER BY sku_id LIMIT ${limit}`,
        [after ?? ''],
      );
      const skuIds = items.map(({ sku_id }) => sku_id);
      const within = await this.moved(skuIds, firstIdAt(day.start), firstIdAt(day.end));
      const since = await this.moved([...within.keys()], firstIdAt(day.end), '~');
      const found: StockOut[] = [];
      for (const { sku_id, available } of items) {
        const change = within.get(sku_id);
        if (change === undefined) continue;
        const atStart = Number(available) - (since.get(sku_id) ?? 0) - change;
        const out = await this.firstOut(sku_id, day, atStart);
        if (out) found.push({ skuId: sku_id, ...out, isOut: Number(available) === 0 });
      }
      return { found, last: items.length < limit ? null : (skuIds.at(-1) ?? null) };
    });
  }

  /** By how much units for sale changed, by SKU; those nothing happened to are absent. */
  private async moved(skuIds: readonly string[], from: string, to: string): Promise<ReadonlyMap<string, number>> {
    if (skuIds.length === 0) return new Map();
    const rows = await this.database.query<{ sku_id: string; units: unknown }>(
      `SELECT sku_id, SUM(quantity) AS units FROM stock_movements
       WHERE sku_id IN (${placeholders(skuIds.length)}) AND id >= ? AND id < ? GROUP BY sku_id`,
      [...skuIds, from, to],
    );
    return new Map(rows.map(({ sku_id, units }) => [sku_id, Number(units)]));
  }

  private async firstOut(
    skuId: string,
    day: BeijingDay,
    atStart: number,
  ): Promise<Pick<StockOut, 'at' | 'times'> | null> {
    let left = atStart;
    let at: Date | null = null;
    let times = 0;
    let [after, page]: [string, readonly MovementRow[]] = [firstIdAt(day.start), []];
    do {
      page = await this.database.query<MovementRow>(
        `SELECT id, quantity FROM stock_movements WHERE sku_id = ? AND id ${page.length === 0 ? '>=' : '>'} ? AND id < ?
         ORDER BY id LIMIT ${PAGE}`,
        [skuId, after, firstIdAt(day.end)],
      );
      for (const { id, quantity } of page) {
        left += Number(quantity);
        after = id;
        if (left !== 0 || Number(quantity) >= 0) continue;
        at ??= timeOfId(id);
        times++;
      }
    } while (page.length === PAGE);
    return at && { at, times };
  }
}
