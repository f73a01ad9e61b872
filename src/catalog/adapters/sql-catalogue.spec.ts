import { newId } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { onEachDatabase } from '../../../test/support/databases.js';
import { catalogOn } from './in-memory-surroundings.js';
import { catalogSchema } from './schema.js';
import { SqlCatalogue } from './sql-catalogue.js';

onEachDatabase([catalogSchema], (database) => {
  const aSku = async (onShelf: { product?: boolean; sku?: boolean } = {}) => {
    const catalog = catalogOn(database());
    const details = { name: '龙井', imageUrl: 'https://img.example.com/1.png', onShelf: onShelf.product ?? true };
    const sku = { name: '125g', priceFen: 15_800, onShelf: onShelf.sku ?? true };
    const categoryId = await catalog.aCategory();
    const productId = await catalog.aProduct(categoryId, details, [sku]);
    const skuId = (await catalog.staff.product(productId)).skus[0]?.id ?? '';
    return { ...catalog, productId, categoryId, skuId };
  };
  const offers = (...skuIds: string[]) => new SqlCatalogue(database()).offers(skuIds);

  it('offers a SKU under the names and at the price of this moment', async () => {
    const { skuId, productId, categoryId, changeProduct } = await aSku();
    const changedSkus = [{ id: skuId, priceFen: 16_800 }];
    await changeProduct.execute({
      productId,
      details: { name: '明前龙井' },
      changedSkus,
      addedSkus: [],
      actor: SYSTEM,
    });
    expect((await offers(skuId)).get(skuId)).toEqual({
      skuId,
      productId,
      categoryId,
      productName: '明前龙井',
      skuName: '125g',
      imageUrl: 'https://img.example.com/1.png',
      priceFen: 16_800,
      onShelf: true,
    });
  });

  it('says so when the SKU or its product is off the shelf', async () => {
    const [product, sku] = [await aSku({ product: false }), await aSku({ sku: false })];
    const found = await offers(product.skuId, sku.skuId);
    expect([...found.values()].map(({ onShelf }) => onShelf)).toEqual([false, false]);
  });

  it('offers nothing that is deleted or unknown', async () => {
    const { skuId, productId, deleteProduct } = await aSku();
    await deleteProduct.execute({ productId, actor: SYSTEM });
    expect((await offers(skuId, newId())).size).toBe(0);
    expect((await offers()).size).toBe(0);
  });
});
