import { newId } from '#kernel';
import type { Categories } from '../domain/categories.js';
import { Category } from '../domain/category.js';
import { ProductNotFound } from '../domain/errors.js';
import { Product, type ProductState } from '../domain/product.js';
import type { Products } from '../domain/products.js';

const NOW = new Date('2026-03-01T08:00:00.000Z');

/** What every Products keeps to. */
export function productsContract(open: () => { products: Products; categories: Categories }): void {
  let categoryId: string;
  beforeEach(async () => {
    categoryId = newId();
    await open().categories.add(Category.of({ id: categoryId, name: '茶叶', sort: 0 }));
  });

  const sku = (name: string) => ({ id: newId(), name, attributes: { 颜色: name }, priceFen: 100, onShelf: true });
  const aProduct = (changes: Partial<ProductState> = {}) =>
    Product.of({
      id: newId(),
      name: '龙井',
      description: '清明前采摘 🍵',
      imageUrl: 'https://img.example.com/1.png',
      categoryId,
      onShelf: true,
      skus: [sku('红'), sku('绿')],
      ...changes,
    });

  const stateOf = async (id: string) => (await open().products.change(id, () => undefined)).state;

  it('gives back every field of what was added, and the SKUs in their order', async () => {
    const product = aProduct();
    await open().products.add(product);
    expect(await stateOf(product.id)).toEqual(product.state);
  });

  it('saves what a change made of the product and its SKUs', async () => {
    const product = aProduct();
    await open().products.add(product);
    const added = sku('蓝');
    const changed = await open().products.change(product.id, (found) => {
      found.change({ name: '西湖龙井', onShelf: false });
      found.changeSku(product.state.skus[0]?.id ?? '', { priceFen: 250, onShelf: false });
      found.addSku(added);
    });
    expect(changed.state.skus.map(({ priceFen }) => priceFen)).toEqual([250, 100, 100]);
    expect(await stateOf(product.id)).toEqual(changed.state);
  });

  it('saves nothing of a change that was refused', async () => {
    const product = aProduct();
    await open().products.add(product);
    const change = open().products.change(product.id, (found) => {
      found.change({ name: '半途' });
      found.changeSku('nobody', { priceFen: 1 });
    });
    await expect(change).rejects.toMatchObject({ code: 2002 });
    expect(await stateOf(product.id)).toEqual(product.state);
  });

  it('holds the highest price', async () => {
    const product = aProduct({ skus: [{ ...sku('金'), priceFen: 100_000_000 }] });
    await open().products.add(product);
    expect((await stateOf(product.id)).skus[0]?.priceFen).toBe(100_000_000);
  });

  it('does not find what never was, nor what was removed, and removes only once', async () => {
    const product = aProduct();
    await open().products.add(product);
    await open().products.remove(product.id, NOW);
    await expect(stateOf(product.id)).rejects.toThrow(ProductNotFound);
    await expect(open().products.remove(product.id, NOW)).rejects.toThrow(ProductNotFound);
    await expect(stateOf(newId())).rejects.toThrow(ProductNotFound);
  });

  it('is not empty any more once there was a product, removed or not', async () => {
    const product = aProduct();
    await open().products.add(product);
    await open().products.remove(product.id, NOW);
    expect(await open().products.isEmpty()).toBe(false);
  });
}
