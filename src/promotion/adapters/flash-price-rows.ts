import { asDate, asDateOrNull } from '#platform/database';
import type { FlashPriceState } from '../domain/flash-price.js';

export const FLASH_PRICE_COLUMNS =
  'id, sku_id, price_fen, starts_at, ends_at, units_limit, shopper_limit, sold, created_at, closed_at';

export interface FlashPriceRow {
  readonly id: string;
  readonly sku_id: string;
  readonly price_fen: number | string;
  readonly starts_at: unknown;
  readonly ends_at: unknown;
  readonly units_limit: number;
  readonly shopper_limit: number | null;
  readonly sold: number;
  readonly created_at: unknown;
  readonly closed_at: unknown;
}

export function flashPriceFrom(row: FlashPriceRow): FlashPriceState {
  return {
    id: row.id,
    skuId: row.sku_id,
    priceFen: Number(row.price_fen),
    startsAt: asDate(row.starts_at),
    endsAt: asDate(row.ends_at),
    unitsLimit: row.units_limit,
    shopperLimit: row.shopper_limit,
    sold: row.sold,
    createdAt: asDate(row.created_at),
    closedAt: asDateOrNull(row.closed_at),
  };
}
