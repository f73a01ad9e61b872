import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '#platform/database';
import { metrics } from '#platform/observability';
import type { ReservationRequest, Shortage } from '../application/stock.js';
import { StockLevelReader } from '../application/stock-level-reader.js';
import { StockRoom } from '../application/stock-room.js';
import { Reservations } from '../domain/reservations.js';
import { StockItems } from '../domain/stock-items.js';

const shortages = metrics.counter({
  name: 'stock_shortages_total',
  help: 'Orders that were refused because of a SKU there were too few units for sale (3001)',
});

/** Counts the reservations that could not be made, once the transaction in which they were asked for is committed. */
@Injectable()
export class CountedStock extends StockRoom {
  constructor(
    items: StockItems,
    reservations: Reservations,
    levels: StockLevelReader,
    clock: Clock,
    private readonly database: Database,
  ) {
    super(items, reservations, levels, clock);
  }

  override async reserve(requests: readonly ReservationRequest[]): Promise<readonly (readonly Shortage[])[]> {
    const answers = await super.reserve(requests);
    const refused = answers.filter((lacking) => lacking.length > 0).length;
    if (refused > 0) this.database.afterCommit(() => shortages.inc(refused));
    return answers;
  }
}
