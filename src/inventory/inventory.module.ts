import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { CountedStock } from './adapters/counted-stock.js';
import { InventoryQueries } from './adapters/inventory.queries.js';
import { inventorySchema } from './adapters/schema.js';
import { SeedStock } from './adapters/seed-stock.js';
import { SqlReservations } from './adapters/sql-reservations.js';
import { SqlStockHistory } from './adapters/sql-stock-history.js';
import { SqlStockItems } from './adapters/sql-stock-items.js';
import { StockController } from './adapters/stock.controller.js';
import { AdjustStock } from './application/adjust-stock.js';
import { ReleaseStockOnOrderCancelled } from './application/release-stock-on-order-cancelled.js';
import { SellStockOnOrderPaid } from './application/sell-stock-on-order-paid.js';
import { TakeBackStockOnOrderRefunded } from './application/take-back-stock-on-order-refunded.js';
import { StockHistory } from './application/stock-history.js';
import { Stock } from './application/stock.js';
import { StockLevelReader } from './application/stock-level-reader.js';
import { StockRoom } from './application/stock-room.js';
import { Reservations } from './domain/reservations.js';
import { StockItems } from './domain/stock-items.js';

@Module({
  controllers: [StockController],
  providers: [
    AdjustStock,
    SellStockOnOrderPaid,
    ReleaseStockOnOrderCancelled,
    TakeBackStockOnOrderRefunded,
    InventoryQueries,
    SeedStock,
    StockRoom,
    { provide: Stock, useClass: CountedStock },
    { provide: StockHistory, useClass: SqlStockHistory },
    { provide: StockItems, useClass: SqlStockItems },
    { provide: Reservations, useClass: SqlReservations },
    { provide: StockLevelReader, useExisting: InventoryQueries },
  ],
  exports: [Stock, StockHistory, SeedStock],
})
export class InventoryModule {
  static readonly schema: ContextSchema = inventorySchema;
}
