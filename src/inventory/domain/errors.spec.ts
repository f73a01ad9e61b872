import { tellsOfEach } from '../../../test/support/refusals.js';
import * as errors from './errors.js';

tellsOfEach([
  ['stock that is short', () => new errors.NotEnoughStock([]), 3001, 'conflict', { shortages: [] }],
  ['a SKU without stock item', () => new errors.StockItemNotFound('s'), 2002, 'not-found', { skuId: 's' }],
  ['an adjustment that cannot be', () => new errors.ImpossibleAdjustment(), 400, 'invalid'],
]);
