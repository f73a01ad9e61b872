import { Mutex } from 'async-mutex';
import type { ItemsBySku } from '../domain/reservation.js';
import { Reservation } from '../domain/reservation.js';
import { Reservations } from '../domain/reservations.js';
import { type Movement, StockItem, type StockLevels } from '../domain/stock-item.js';
import { StockItems } from '../domain/stock-items.js';

export class InMemoryStockItems extends StockItems {
  readonly levels = new Map<string, StockLevels>();
  readonly ledger: Movement[] = [];

  add(items: readonly StockItem[]): Promise<void> {
    this.save(items);
    return Promise.resolve();
  }

  change<T>(skuIds: readonly string[], mutate: (items: ItemsBySku) => T): Promise<T> {
    const known = [...new Set(skuIds)].flatMap((skuId) => this.levels.get(skuId) ?? []);
    const items = new Map(known.map((levels) => [levels.skuId, StockItem.restore(levels)]));
    return new Promise((resolve) => {
      const result = mutate(items);
      this.save([...items.values()]);
      resolve(result);
    });
  }

  take<T>(wanted: ReadonlyMap<string, number>, reserve: (items: ItemsBySku) => T): Promise<T> {
    return this.change([...wanted.keys()], reserve);
  }

  private save(items: readonly StockItem[]): void {
    for (const item of items) {
      const { skuId, available, reserved, sold } = item;
      this.levels.set(skuId, { skuId, available, reserved, sold });
      this.ledger.push(...item.takeMovements());
    }
  }
}

export class InMemoryReservations extends Reservations {
  private readonly byOrder = new Map<string, Reservation>();
  private readonly turns = new Mutex();

  add(reservations: readonly Reservation[]): Promise<void> {
    for (const one of reservations) this.byOrder.set(one.orderId, one);
    return Promise.resolve();
  }

  change(orderId: string, mutate: (reservation: Reservation) => Promise<void>): Promise<void> {
    return this.turns.runExclusive(async () => {
      const kept = this.byOrder.get(orderId);
      if (!kept) return;
      const copy = Reservation.restore(orderId, kept.lines, kept.status);
      await mutate(copy);
      this.byOrder.set(orderId, copy);
    });
  }
}
