export { type CheckedOut, Checkout, MOST_ITEMS, MOST_UNITS, type OrderRequest } from './application/checkout.js';
export { ExportAnalytics } from './application/export-analytics.js';
export { OrderDesk, type OrderSummary, type PayableOrder } from './application/order-desk.js';
export { OrderModule } from './order.module.js';
export { type Sale, Sales } from './application/sales.js';
export { type OrderView } from './application/order-view.js';
export { COUPON_REFUSALS, orderResponse, placeOrderBody } from './adapters/order.schemas.js';
export { SeedOrders } from './adapters/seed-orders.js';
