import { BlankName, PriceOutOfRange, SkuCountOutOfRange, SkuNotFound } from './errors.js';
import { Product, type ProductState } from './product.js';
import type { SkuState } from './sku.js';

const sku = (changes: Partial<SkuState> = {}): SkuState => {
  return { id: 's1', name: '50g', attributes: {}, priceFen: 100, onShelf: true, ...changes };
};
const product = (changes: Partial<ProductState> = {}) => {
  const details = { name: '龙井', description: '绿茶', imageUrl: '', categoryId: 'c1', onShelf: true };
  return Product.of({ id: 'p1', ...details, skus: [sku()], ...changes });
};
const skus = (count: number) => Array.from({ length: count }, (_, at) => sku({ id: `s${at}` }));

describe('Product', () => {
  it('has 1 to 100 SKUs', () => {
    expect(() => product({ skus: [] })).toThrow(SkuCountOutOfRange);
    expect(() => product({ skus: skus(101) })).toThrow(SkuCountOutOfRange);
    const full = product({ skus: skus(100) });
    expect(() => full.addSku(sku({ id: 'one more' }))).toThrow(SkuCountOutOfRange);
    expect(full.skus).toHaveLength(100);
  });

  it.each([0, -1, 1.5, 100_000_001, Number.NaN])('has no SKU for %p fen', (priceFen) => {
    expect(() => product({ skus: [sku({ priceFen })] })).toThrow(PriceOutOfRange);
    expect(() => product().changeSku('s1', { priceFen })).toThrow(PriceOutOfRange);
  });

  it.each([1, 100_000_000])('may have a SKU for %p fen', (priceFen) => {
    expect(product({ skus: [sku({ priceFen })] }).price.fen).toBe(priceFen);
  });

  it('has a name that is not blank, and so have its SKUs', () => {
    expect(() => product({ name: ' \u3000' })).toThrow(BlankName);
    expect(() => product().change({ name: ' ' })).toThrow(BlankName);
    expect(() => product({ skus: [sku({ name: '\n' })] })).toThrow(BlankName);
    expect(product({ name: ' 龙井 ' }).state.name).toBe('龙井');
  });

  it('is shown while it and one of its SKUs at least are on the shelf', () => {
    expect(product().isShown).toBe(true);
    expect(product({ onShelf: false }).isShown).toBe(false);
    const both = product({ skus: [sku(), sku({ id: 's2', onShelf: false })] });
    expect(both.isShown).toBe(true);
    both.changeSku('s1', { onShelf: false });
    expect(both.isShown).toBe(false);
  });

  it('is shown with the lowest price on the shelf', () => {
    for (const [first, second] of [
      [300, 200],
      [200, 300],
    ]) {
      const skus = [sku({ priceFen: first }), sku({ id: 's2', priceFen: second }), sku({ id: 's3', onShelf: false })];
      expect(product({ skus }).price.fen).toBe(200);
    }
  });

  it('has the lowest price of all its SKUs when none is on the shelf', () => {
    const off = { onShelf: false };
    expect(
      product({ skus: [sku({ ...off, priceFen: 300 }), sku({ id: 's2', ...off, priceFen: 200 })] }).price.fen,
    ).toBe(200);
  });

  it('changes what is named and leaves the rest', () => {
    const changed = product();
    changed.change({ description: '新茶' });
    changed.changeSku('s1', { priceFen: 200 });
    expect(changed.state).toEqual({ ...product().state, description: '新茶', skus: [sku({ priceFen: 200 })] });
  });

  it('refuses to change a SKU of another product', () => {
    expect(() => product().changeSku('s2', { priceFen: 1 })).toThrow(SkuNotFound);
  });

  it('shows a new SKU after those it has', () => {
    const grown = product();
    grown.addSku(sku({ id: 's0' }));
    expect(grown.skus.map(({ id }) => id)).toEqual(['s1', 's0']);
  });

  it('stands on the shelf of its category', () => {
    expect(product({ categoryId: 'c2' }).categoryId).toBe('c2');
  });
});
