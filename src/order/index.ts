export { type CheckedOut, Checkout, MOST_ITEMS, MOST_UNITS, type OrderRequest } from './application/checkout.js';
export { ExportAnalytics } from './application/export-analytics.js';
export { OrderDesk, type OrderSummary, type PayableOrder } from './application/order-desk.js';
export { OrderModule } from './order.module.js';
export { type Sale, Sales } from './application/sales.js';
export { orderView, type OrderView } from './application/order-view.js';
export { COUPON_REFUSALS, orderSchema, placeOrderBody } from './adapters/order.schemas.js';
export { type DraftedOrder, SeedOrders } from './adapters/seed-orders.js';
