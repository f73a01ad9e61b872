import { tellsOfEach } from '../../../test/support/refusals.js';
import * as errors from './errors.js';

tellsOfEach([
  ['an order there is none of', () => new errors.OrderNotFound(), 4001, 'not-found'],
  ['what the status forbids', () => new errors.OrderStatusForbids('PAID'), 4002, 'conflict', { status: 'PAID' }],
  ['an unpaid order too many', () => new errors.TooManyUnpaidOrders(), 4006, 'conflict'],
  ['a price that is another by now', () => new errors.PriceHasChanged(3990), 4007, 'conflict', { totalFen: 3990 }],
  ['an order that is paid', () => new errors.OrderPaidAlready(), 5002, 'conflict'],
  ['a SKU there is none of', () => new errors.SkuNotFound('tea'), 2002, 'not-found', { skuId: 'tea' }],
  ['a SKU that is not sold', () => new errors.SkuOffShelf('tea'), 2003, 'conflict', { skuId: 'tea' }],
  ['stock that is short', () => new errors.OutOfStock([]), 3001, 'conflict', { shortages: [] }],
  ['a refund there is none of', () => new errors.RefundNotFound(), 5001, 'not-found'],
  [
    "what a refund's status forbids",
    () => new errors.RefundStatusForbids('REJECTED'),
    4002,
    'conflict',
    { status: 'REJECTED' },
  ],
  ['more money back than was paid', () => new errors.RefundExceedsPayment(), 5003, 'conflict'],
]);
