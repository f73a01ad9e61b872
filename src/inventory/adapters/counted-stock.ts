import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { metrics } from '#platform/observability';
import { type ReservationRequest, type Shortage, Stock } from '../application/stock.js';
import { StockRoom } from '../application/stock-room.js';

const shortages = metrics.counter({
  name: 'stock_shortages_total',
  help: 'Orders that were refused because of a SKU there were too few units for sale (3001)',
});

/** Counts the reservations that could not be made, once the transaction in which they were asked for is committed. */
@Injectable()
export class CountedStock extends Stock {
  constructor(
    @Inject(StockRoom) private readonly stock: Stock,
    private readonly database: Database,
  ) {
    super();
  }

  introduce(items: readonly { readonly skuId: string; readonly initial: number }[]): Promise<void> {
    return this.stock.introduce(items);
  }

  async reserve(requests: readonly ReservationRequest[]): Promise<readonly (readonly Shortage[])[]> {
    const answers = await this.stock.reserve(requests);
    const refused = answers.filter((lacking) => lacking.length > 0).length;
    if (refused > 0) this.database.afterCommit(() => shortages.inc(refused));
    return answers;
  }

  available(skuIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.stock.available(skuIds);
  }
}
