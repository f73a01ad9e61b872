import { newId } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { idempotencySchema } from '#platform/idempotency';
import { onEachDatabase } from '../../../test/support/databases.js';
import { catalogOn } from '../adapters/in-memory-surroundings.js';
import { catalogSchema } from '../adapters/schema.js';
import { CategoryInUse, NoSuchCategory, ProductNotFound, SkuNotFound } from '../domain/errors.js';

onEachDatabase([catalogSchema, idempotencySchema], (database) => {
  let catalog: ReturnType<typeof catalogOn>;
  let categoryId: string;
  beforeEach(async () => {
    catalog = catalogOn(database());
    categoryId = await catalog.aCategory();
  });
  const added = { name: '礼盒', attributes: {}, priceFen: 900, onShelf: true, initialStock: 3 };
  const command = () => {
    return {
      name: '龙井',
      description: '',
      imageUrl: '',
      onShelf: true,
      categoryId,
      skus: [added],
      actor: SYSTEM,
      key: null,
    };
  };
  const total = async () => (await catalog.staff.list({ categoryId }, { limit: 1, after: null, offset: 0 })).total;

  describe('CreateProduct', () => {
    it('takes the product into the catalogue and its units into stock', async () => {
      const { id } = await catalog.createProduct.execute(command());
      expect((await catalog.staff.product(id)).skus).toMatchObject([{ name: '礼盒', available: 3 }]);
    });

    it('leaves no product behind when its units cannot be taken into stock', async () => {
      jest.spyOn(catalog.stock, 'introduce').mockRejectedValueOnce(new Error('no room'));
      await expect(catalog.createProduct.execute(command())).rejects.toThrow('no room');
      expect(await total()).toBe(0);
    });

    it('refuses a category that does not exist', async () => {
      const refused = catalog.createProduct.execute({ ...command(), categoryId: newId() });
      await expect(refused).rejects.toThrow(NoSuchCategory);
    });

    it('makes one product of a request and its repeat', async () => {
      const key = { owner: newId(), route: 'POST /products', key: 'k', fingerprint: 'f' };
      const first = await catalog.createProduct.execute({ ...command(), key });
      const second = await catalog.createProduct.execute({ ...command(), key });
      expect([first, second]).toEqual([
        { id: first.id, replayed: false },
        { id: first.id, replayed: true },
      ]);
      expect(await total()).toBe(1);
    });

    it('never leaves a product without a category when the category is removed meanwhile', async () => {
      const [created, removed] = await Promise.allSettled([
        catalog.createProduct.execute(command()),
        catalog.categories.remove(categoryId),
      ]);
      if (created.status === 'fulfilled') expect(removed).toMatchObject({ reason: expect.any(CategoryInUse) });
      else expect([created.reason, removed.status]).toEqual([expect.any(NoSuchCategory), 'fulfilled']);
    });
  });

  describe('ChangeProduct', () => {
    const nothing = { details: {}, changedSkus: [], addedSkus: [], actor: SYSTEM };

    it('changes what is named, and takes the units of new SKUs only into stock', async () => {
      const productId = await catalog.aProduct(categoryId);
      const skuId = (await catalog.staff.product(productId)).skus[0]?.id ?? '';
      const changedSkus = [{ id: skuId, onShelf: false }];
      await catalog.changeProduct.execute({
        productId,
        details: { onShelf: false },
        changedSkus,
        addedSkus: [added],
        actor: SYSTEM,
      });
      expect(await catalog.staff.product(productId)).toMatchObject({
        name: '龙井',
        onShelf: false,
        skus: [
          { id: skuId, name: '50g', priceFen: 100, onShelf: false, available: 7 },
          { name: '礼盒', priceFen: 900, onShelf: true, available: 3 },
        ],
      });
    });

    it('changes nothing when one of the SKUs is unknown', async () => {
      const productId = await catalog.aProduct(categoryId);
      const before = await catalog.staff.product(productId);
      const changedSkus = [{ id: newId(), priceFen: 1 }];
      const refused = catalog.changeProduct.execute({
        productId,
        details: { name: '乌龙' },
        changedSkus,
        addedSkus: [added],
        actor: SYSTEM,
      });
      await expect(refused).rejects.toThrow(SkuNotFound);
      expect(await catalog.staff.product(productId)).toEqual(before);
    });

    it('refuses a category that does not exist, and a product that does not', async () => {
      const productId = await catalog.aProduct(categoryId);
      const lost = catalog.changeProduct.execute({ ...nothing, productId, details: { categoryId: newId() } });
      await expect(lost).rejects.toThrow(NoSuchCategory);
      await expect(catalog.changeProduct.execute({ ...nothing, productId: newId() })).rejects.toThrow(ProductNotFound);
    });
  });
});
