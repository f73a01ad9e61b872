import { Injectable } from '@nestjs/common';
import { asDate, Database, placeholders } from '#platform/database';
import type { Uses } from '../domain/discounts.js';
import { FlashPriceNotFound } from '../domain/errors.js';
import { FlashPrice } from '../domain/flash-price.js';
import { FlashPrices, type FlashWindow, type Holdings } from '../domain/flash-prices.js';
import { FLASH_PRICE_COLUMNS, flashPriceFrom, type FlashPriceRow } from './flash-price-rows.js';

@Injectable()
export class SqlFlashPrices extends FlashPrices {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ state }: FlashPrice): Promise<void> {
    const { id, skuId, priceFen, startsAt, endsAt, unitsLimit, shopperLimit, sold, createdAt, closedAt } = state;
    await this.database.execute(`INSERT INTO flash_prices (${FLASH_PRICE_COLUMNS}) VALUES ${placeholders(1, 10)}`, [
      id,
      skuId,
      priceFen,
      startsAt,
      endsAt,
      unitsLimit,
      shopperLimit,
      sold,
      createdAt,
      closedAt,
    ]);
  }

  change(id: string, mutate: (price: FlashPrice) => void): Promise<FlashPrice> {
    return this.database.transaction(async () => {
      const [price] = await this.find([id], true);
      if (!price) throw new FlashPriceNotFound();
      mutate(price);
      await this.database.execute('UPDATE flash_prices SET closed_at = ? WHERE id = ?', [price.state.closedAt, id]);
      return price;
    });
  }

  async windows(from: Date, until: Date): Promise<readonly FlashWindow[]> {
    const rows = await this.database.query<FlashPriceRow>(
      `SELECT id, sku_id, starts_at, ends_at FROM flash_prices
       WHERE ends_at > ? AND starts_at < ? AND closed_at IS NULL`,
      [from, until],
    );
    return rows.map(({ id, sku_id, starts_at, ends_at }) => {
      return { id, skuId: sku_id, startsAt: asDate(starts_at), endsAt: asDate(ends_at) };
    });
  }

  async find(ids: readonly string[], lock: boolean): Promise<readonly FlashPrice[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.query<FlashPriceRow>(
      `SELECT ${FLASH_PRICE_COLUMNS} FROM flash_prices
       WHERE id IN (${placeholders(ids.length)}) ORDER BY id${lock ? this.database.forUpdate : ''}`,
      ids,
    );
    return rows.map((row) => FlashPrice.restore(flashPriceFrom(row)));
  }

  async holdings(ids: readonly string[], customerIds: readonly string[]): Promise<Holdings> {
    const rows = await this.database.query<{ flash_price_id: string; customer_id: string; n: unknown }>(
      `SELECT flash_price_id, customer_id, SUM(units) AS n FROM flash_takings
       WHERE flash_price_id IN (${placeholders(ids.length)}) AND customer_id IN (${placeholders(customerIds.length)})
         AND given_back_at IS NULL GROUP BY flash_price_id, customer_id`,
      [...ids, ...customerIds],
    );
    const units = new Map(rows.map((row) => [`${row.flash_price_id} ${row.customer_id}`, Number(row.n)]));
    return (flashPriceId, customerId) => units.get(`${flashPriceId} ${customerId}`) ?? 0;
  }

  async take(uses: readonly Uses[], now: Date): Promise<void> {
    const takings = uses.flatMap(({ orderId, customerId, flash }) =>
      flash.map(({ flashPriceId, units }) => ({ orderId, customerId, flashPriceId, units })),
    );
    if (takings.length === 0) return;
    await this.move(takings, 1);
    await this.database.execute(
      `INSERT INTO flash_takings (order_id, flash_price_id, customer_id, units, taken_at) VALUES ${placeholders(takings.length, 5)}`,
      takings.flatMap(({ orderId, flashPriceId, customerId, units }) => [
        orderId,
        flashPriceId,
        customerId,
        units,
        now,
      ]),
    );
  }

  async giveBack(orderId: string, now: Date): Promise<void> {
    const rows = await this.database.query<{ flash_price_id: string; units: number }>(
      `SELECT flash_price_id, units FROM flash_takings
       WHERE order_id = ? AND given_back_at IS NULL${this.database.forUpdate}`,
      [orderId],
    );
    if (rows.length === 0) return;
    await this.move(
      rows.map(({ flash_price_id: flashPriceId, units }) => ({ flashPriceId, units })),
      -1,
    );
    await this.database.execute(
      'UPDATE flash_takings SET given_back_at = ? WHERE order_id = ? AND given_back_at IS NULL',
      [now, orderId],
    );
  }

  /** One statement for all. The table's own check lets nobody beyond the limit, whatever was decided before. */
  private async move(moves: readonly { flashPriceId: string; units: number }[], sign: 1 | -1): Promise<void> {
    const sums = new Map<string, number>();
    for (const { flashPriceId, units } of moves) sums.set(flashPriceId, (sums.get(flashPriceId) ?? 0) + sign * units);
    await this.database.execute(
      `UPDATE flash_prices SET sold = sold + CASE id ${'WHEN ? THEN ? '.repeat(sums.size)}ELSE 0 END
       WHERE id IN (${placeholders(sums.size)})`,
      [...[...sums].flat(), ...sums.keys()],
    );
  }
}
