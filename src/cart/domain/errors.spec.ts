import { tellsOfEach } from '../../../test/support/refusals.js';
import * as errors from './errors.js';

tellsOfEach([
  ['a line that is not there', () => new errors.LineNotFound(), 7001, 'not-found'],
  ['lines that are not there', () => new errors.LineNotFound(['tea']), 7001, 'not-found', { skuIds: ['tea'] }],
  ['a cart that is full', () => new errors.CartIsFull(3), 7002, 'conflict', { most: 3 }],
  ['too many of one', () => new errors.TooManyOfOne(10), 7003, 'conflict', { most: 10 }],
  ['a SKU nobody sells', () => new errors.SkuNotFound('s'), 2002, 'not-found', { skuId: 's' }],
  ['a SKU off the shelf', () => new errors.SkuOffShelf('s'), 2003, 'conflict', { skuId: 's' }],
]);
