import { mergeLines } from './wanted-order.js';

describe('lines of one SKU', () => {
  it('are one line, where the first of them was', () => {
    const lines = [
      { skuId: 'tea', quantity: 2 },
      { skuId: 'cup', quantity: 1 },
      { skuId: 'tea', quantity: 3 },
    ];
    expect(mergeLines(lines)).toEqual([
      { skuId: 'tea', quantity: 5 },
      { skuId: 'cup', quantity: 1 },
    ]);
  });
});
