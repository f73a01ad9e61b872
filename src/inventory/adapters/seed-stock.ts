import { Injectable } from '@nestjs/common';
import { newIdAt } from '#kernel';
import { Database, insertRows } from '#platform/database';
import type { OrderEvent } from '../../order/events.js';
import { type ItemsBySku, Reservation } from '../domain/reservation.js';
import { type Movement, StockItem } from '../domain/stock-item.js';
import { SqlStockItems } from './sql-stock-items.js';

const MINUTE = 60_000;
/** Units that come in when too few are left. */
const RESTOCK = 500;

/** A ledger of what happened earlier: its lines sort by when it happened. */
class PastStockItems extends SqlStockItems {
  protected override idOf({ at }: Movement): string {
    return newIdAt(at);
  }
}

/** Keeps the stock of made-up SKUs as the events of made-up orders say, by the same rules as everybody's. */
@Injectable()
export class SeedStock {
  private readonly items: PastStockItems;
  /**
   * Units of a SKU that no order has ever taken. What comes back from an order comes back later than other orders are
   * placed, so it is not counted: the ledger must not fall below nothing at any moment.
   */
  private untouched: ReadonlyMap<string, number> = new Map();

  constructor(private readonly database: Database) {
    this.items = new PastStockItems(database);
  }

  /** In the caller's transaction. */
  async introduce(
    introduced: readonly { readonly skuId: string; readonly initial: number }[],
    at: Date,
  ): Promise<void> {
    await this.items.add(introduced.map(({ skuId, initial }) => StockItem.introduce(skuId, initial, at)));
    const untouched = introduced.map(({ skuId, initial }) => [skuId, initial] as const);
    this.database.afterCommit(() => {
      this.untouched = new Map([...this.untouched, ...untouched]);
    });
  }

  /** @param lives events of whole lives of orders, each from `order.placed` on; in the caller's transaction */
  async follow(lives: readonly (readonly OrderEvent[])[]): Promise<void> {
    const skuIds = lives.flat().flatMap((event) => ('lines' in event ? event.lines.map(({ skuId }) => skuId) : []));
    // The transaction may have to run again: what it counts holds once it is committed.
    const untouched = new Map(this.untouched);
    const reservations = await this.items.change(skuIds, (items) => lives.map((life) => live(life, items, untouched)));
    this.database.afterCommit(() => {
      this.untouched = untouched;
    });
    await insertRows(
      this.database,
      'stock_reservations',
      ['order_id', 'status', 'reserved_lines', 'changed_at'],
      reservations.map(({ made, changedAt }) => [made.orderId, made.status, JSON.stringify(made.lines), changedAt]),
    );
  }
}

function live(life: readonly OrderEvent[], items: ItemsBySku, untouched: Map<string, number>) {
  const [placed, ...later] = life;
  if (placed?.type !== 'order.placed') throw new Error('A life begins with order.placed');
  for (const { skuId, quantity } of placed.lines) provide(items.get(skuId), quantity, placed.at, untouched);
  const made = Reservation.make(placed.orderId, placed.lines, items, placed.at);
  let changedAt = placed.at;
  for (const event of later) {
    const before = made.status;
    if (event.type === 'order.paid') made.sell(items, event.at);
    if (event.type === 'order.cancelled') made.release(items, event.at);
    if (event.type === 'order.refunded' && event.beforeShipment) made.takeBack(items, event.at);
    if (made.status !== before) changedAt = event.at;
  }
  return { made, changedAt };
}

/** More goods come in a minute before an order would not find enough. */
function provide(item: StockItem | undefined, quantity: number, at: Date, untouched: Map<string, number>): void {
  if (!item) return;
  const left = untouched.get(item.skuId) ?? 0;
  const comesIn = Math.min(left, item.available) < quantity ? RESTOCK + quantity : 0;
  if (comesIn > 0) item.adjust(comesIn, '补货入库', new Date(at.getTime() - MINUTE));
  untouched.set(item.skuId, left + comesIn - quantity);
}
