import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '#platform/database';
import {
  type Page,
  pageOf,
  type PageRequest,
  readStaffPage,
  type StaffPage,
  type StaffPageRequest,
} from '#platform/http';
import { FlashPriceNotFound } from '../domain/errors.js';
import type { FlashPriceState } from '../domain/flash-price.js';
import { FLASH_PRICE_COLUMNS, flashPriceFrom, type FlashPriceRow } from './flash-price-rows.js';

/** A flash price as everybody sees it. */
export interface FlashPriceView {
  readonly id: string;
  readonly skuId: string;
  readonly priceFen: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly running: boolean;
  /** Units still to be had at this price. */
  readonly left: number;
  readonly shopperLimit: number | null;
}

@Injectable()
export class FlashPriceQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws FlashPriceNotFound */
  async one(id: string): Promise<FlashPriceState> {
    const [row] = await this.database.query<FlashPriceRow>(
      `SELECT ${FLASH_PRICE_COLUMNS} FROM flash_prices WHERE id = ?`,
      [id],
    );
    if (!row) throw new FlashPriceNotFound();
    return flashPriceFrom(row);
  }

  list(request: StaffPageRequest): Promise<StaffPage<FlashPriceState>> {
    const rows = { table: 'flash_prices', columns: FLASH_PRICE_COLUMNS };
    return this.database.reading((from) => readStaffPage(from, rows, request, flashPriceFrom));
  }

  /** Running and coming ones, newest first. */
  runningAndComing({ limit, after }: PageRequest): Promise<Page<FlashPriceView>> {
    const now = this.clock.now();
    return this.database.reading(async (from) => {
      const rows = await from.query<FlashPriceRow>(
        `SELECT ${FLASH_PRICE_COLUMNS} FROM flash_prices WHERE id < ? AND ends_at > ? AND closed_at IS NULL
         ORDER BY id DESC LIMIT ${limit + 1}`,
        [after ?? '~', now],
      );
      return pageOf(
        rows.map((row) => flashPriceView(flashPriceFrom(row), now)),
        limit,
      );
    });
  }
}

function flashPriceView(state: FlashPriceState, now: Date): FlashPriceView {
  const { id, skuId, priceFen, startsAt, endsAt, unitsLimit, sold, shopperLimit } = state;
  return { id, skuId, priceFen, startsAt, endsAt, running: startsAt <= now, left: unitsLimit - sold, shopperLimit };
}
