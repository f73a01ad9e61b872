import { tellsOfEach } from '../../../test/support/refusals.js';
import * as errors from './errors.js';

tellsOfEach([
  ['a product there is none of', () => new errors.ProductNotFound(), 2001, 'not-found'],
  ['a SKU there is none of', () => new errors.SkuNotFound('s'), 2002, 'not-found', { skuId: 's' }],
  ['a code whose page there is none of', () => new errors.ProductCodesLeadNowhere(), 404, 'not-found'],
  ['a category there is none of', () => new errors.CategoryNotFound(), 404, 'not-found'],
  ['a category a product cannot have', () => new errors.NoSuchCategory(), 400, 'invalid'],
  ['a category that has products', () => new errors.CategoryInUse(), 409, 'conflict'],
  ['too few or too many SKUs', () => new errors.SkuCountOutOfRange(), 400, 'invalid'],
  ['a price that cannot be', () => new errors.PriceOutOfRange(), 400, 'invalid'],
  ['a blank name', () => new errors.BlankName('name'), 400, 'invalid'],
]);
