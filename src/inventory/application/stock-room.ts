import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { allocate } from '../domain/allocate.js';
import { Reservations } from '../domain/reservations.js';
import { StockItem } from '../domain/stock-item.js';
import { StockItems } from '../domain/stock-items.js';
import { type ReservationRequest, type Shortage, Stock } from './stock.js';
import { StockLevelReader } from './stock-level-reader.js';

/** Answers other contexts, always inside their transaction. */
@Injectable()
export class StockRoom extends Stock {
  constructor(
    private readonly items: StockItems,
    private readonly reservations: Reservations,
    private readonly levels: StockLevelReader,
    private readonly clock: Clock,
  ) {
    super();
  }

  async introduce(introduced: readonly { readonly skuId: string; readonly initial: number }[]): Promise<void> {
    const now = this.clock.now();
    await this.items.add(introduced.map(({ skuId, initial }) => StockItem.introduce(skuId, initial, now)));
  }

  async reserve(requests: readonly ReservationRequest[]): Promise<readonly (readonly Shortage[])[]> {
    const now = this.clock.now();
    const allocations = await this.items.take(unitsBySku(requests), (items) => allocate(requests, items, now));
    await this.reservations.add(allocations.flatMap((one) => ('reservation' in one ? [one.reservation] : [])));
    return allocations.map((one) => ('shortages' in one ? one.shortages : []));
  }

  available(skuIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.levels.available(skuIds);
  }
}

function unitsBySku(requests: readonly ReservationRequest[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { lines } of requests)
    for (const { skuId, quantity } of lines) units.set(skuId, (units.get(skuId) ?? 0) + quantity);
  return units;
}
