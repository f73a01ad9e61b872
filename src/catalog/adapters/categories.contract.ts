import { newId } from '#kernel';
import type { Categories } from '../domain/categories.js';
import { Category } from '../domain/category.js';
import { CategoryInUse, CategoryNotFound } from '../domain/errors.js';
import { Product } from '../domain/product.js';
import type { Products } from '../domain/products.js';

/** What every Categories keeps to. */
export function categoriesContract(open: () => { products: Products; categories: Categories }): void {
  const aCategory = async () => {
    const category = Category.of({ id: newId(), name: '茶叶', sort: -3 });
    await open().categories.add(category);
    return category.state;
  };
  const aProductIn = async (categoryId: string) => {
    const sku = { id: newId(), name: '50g', attributes: {}, priceFen: 100, onShelf: true };
    const details = { name: '龙井', description: '', imageUrl: '', categoryId, onShelf: false };
    const product = Product.of({ id: newId(), ...details, skus: [sku] });
    await open().products.add(product);
    return product.id;
  };

  it('saves a change and leaves what it does not name', async () => {
    const { id } = await aCategory();
    await open().categories.change(id, (category) => category.change({ name: '茶具' }));
    const found = await open().categories.change(id, () => undefined);
    expect(found.state).toEqual({ id, name: '茶具', sort: -3 });
  });

  it('holds only a category that exists', async () => {
    const { id } = await aCategory();
    expect(await open().categories.hold(id)).toBe(true);
    expect(await open().categories.hold(newId())).toBe(false);
  });

  it('does not find a category that was removed', async () => {
    const { id } = await aCategory();
    await open().categories.remove(id);
    expect(await open().categories.hold(id)).toBe(false);
    await expect(open().categories.change(id, () => undefined)).rejects.toThrow(CategoryNotFound);
    await expect(open().categories.remove(id)).rejects.toThrow(CategoryNotFound);
  });

  it('keeps a category that has products, on the shelf or not', async () => {
    const { id } = await aCategory();
    await aProductIn(id);
    await expect(open().categories.remove(id)).rejects.toThrow(CategoryInUse);
    expect(await open().categories.hold(id)).toBe(true);
  });

  it('lets a category go whose products are all deleted', async () => {
    const { id } = await aCategory();
    await open().products.remove(await aProductIn(id), new Date());
    await open().categories.remove(id);
    expect(await open().categories.hold(id)).toBe(false);
  });
}
