import { addedSkus, changedSkus, newProduct, productChanges } from './products.schemas.js';

const sku = { name: '50g', priceFen: 100, initialStock: 0 };
const product = { name: '龙井', categoryId: 'c1', skus: [sku] };
const pathsRefused = (schema: typeof newProduct | typeof productChanges, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('a new product', () => {
  it('is on the shelf, with its SKUs, unless said', () => {
    expect(newProduct.parse(product)).toEqual({
      ...product,
      description: '',
      imageUrl: '',
      onShelf: true,
      skus: [{ ...sku, attributes: {}, onShelf: true }],
    });
  });

  it.each([
    [{ skus: [] }, 'skus'],
    [{ skus: Array<unknown>(101).fill(sku) }, 'skus'],
    [{ skus: [{ ...sku, priceFen: 0 }] }, 'skus.0.priceFen'],
    [{ skus: [{ ...sku, priceFen: 100_000_001 }] }, 'skus.0.priceFen'],
    [{ skus: [{ ...sku, initialStock: 1_000_000_001 }] }, 'skus.0.initialStock'],
    [{ skus: [{ ...sku, id: 'mine' }] }, 'skus.0'],
    [{ skus: [{ ...sku, attributes: { 颜色: '' } }] }, 'skus.0.attributes.颜色'],
    [{ imageUrl: 'javascript:alert(1)' }, 'imageUrl'],
    [{ imageUrl: 'https://' }, 'imageUrl'],
    [{ deletedAt: null }, ''],
  ])('is refused with %p', (wrong, path) => {
    expect(pathsRefused(newProduct, { ...product, ...wrong })).toEqual([path]);
  });

  it('has at most 20 attributes a SKU', () => {
    const attributes = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`a${at}`, 'x']));
    expect(pathsRefused(newProduct, { ...product, skus: [{ ...sku, attributes }] })).toEqual(['skus.0.attributes']);
  });
});

describe('a change of a product', () => {
  it('changes SKUs with an id and adds those without', () => {
    const { skus = [] } = productChanges.parse({ skus: [{ id: 's1', onShelf: false }, sku] });
    expect(changedSkus(skus)).toEqual([{ id: 's1', onShelf: false }]);
    expect(addedSkus(skus)).toEqual([{ ...sku, attributes: {}, onShelf: true }]);
  });

  it('names nothing it does not change', () => {
    expect(productChanges.parse({})).toEqual({});
  });

  it.each([
    [[{ id: 's1' }, { id: 's1' }], ['skus']],
    [[{ id: 's1', initialStock: 5 }], ['skus.0.initialStock']],
    [[{ name: '礼盒' }], ['skus.0.priceFen', 'skus.0.initialStock']],
    [[], ['skus']],
  ])('is refused with SKUs %p', (skus, paths) => {
    expect(pathsRefused(productChanges, { skus })).toEqual(paths);
  });
});
