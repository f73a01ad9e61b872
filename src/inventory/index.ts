export { type ReservationRequest, type Shortage, Stock } from './application/stock.js';
export { InventoryModule } from './inventory.module.js';
export { SeedStock } from './adapters/seed-stock.js';
