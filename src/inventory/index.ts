export { type ReservationRequest, type Shortage, Stock } from './application/stock.js';
export { StockHistory, type StockOut } from './application/stock-history.js';
export { InventoryModule } from './inventory.module.js';
export { SeedStock } from './adapters/seed-stock.js';
