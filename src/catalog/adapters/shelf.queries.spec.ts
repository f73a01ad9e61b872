import { newId } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { InvalidRequest, type ReadyJson } from '#platform/http';
import { onEachDatabase } from '../../../test/support/databases.js';
import { ProductNotFound } from '../domain/errors.js';
import { staffCategoryQuery } from './categories.schemas.js';
import { catalogOn } from './in-memory-surroundings.js';
import { catalogSchema } from './schema.js';

onEachDatabase([catalogSchema], (database) => {
  let catalog: ReturnType<typeof catalogOn>;
  let categoryId: string;
  beforeEach(async () => {
    catalog = catalogOn(database());
    categoryId = await catalog.aCategory();
  });
  const listed = async (limit = 100, after: string | null = null) =>
    (await catalog.shelf.list({ categoryId }, { limit, after })).value.items.map(({ id }) => id);

  describe('the shelf', () => {
    it('shows a product with the SKUs that are on the shelf, their units and the lowest of their prices', async () => {
      const skus = [
        { name: '礼盒', priceFen: 900, attributes: { 规格: '250g' } },
        { name: '罐装', priceFen: 300, initialStock: 2 },
        { name: '样品', priceFen: 100, onShelf: false },
      ];
      const id = await catalog.aProduct(categoryId, { description: '绿茶' }, skus);
      const shown = (await catalog.shelf.product(id)).value;
      expect(shown).toEqual({
        id,
        name: '龙井',
        description: '绿茶',
        imageUrl: '',
        categoryId,
        priceFen: 300,
        skus: [
          { id: expect.any(String), name: '礼盒', attributes: { 规格: '250g' }, priceFen: 900, available: 7 },
          { id: expect.any(String), name: '罐装', attributes: {}, priceFen: 300, available: 2 },
        ],
      });
      expect((await catalog.shelf.list({ categoryId }, { limit: 1, after: null })).value.items).toEqual([shown]);
    });

    it('shows nothing that is off the shelf, has all its SKUs off the shelf, is deleted or never was', async () => {
      const off = await catalog.aProduct(categoryId, { onShelf: false });
      const bare = await catalog.aProduct(categoryId, {}, [{ onShelf: false }]);
      const deleted = await catalog.aProduct(categoryId);
      await catalog.deleteProduct.execute({ productId: deleted, actor: SYSTEM });
      expect(await listed()).toEqual([]);
      for (const id of [off, bare, deleted, newId(), '']) {
        await expect(catalog.shelf.product(id)).rejects.toThrow(ProductNotFound);
      }
    });

    it('shows a write at once, however fresh the cache', async () => {
      const id = await catalog.aProduct(categoryId);
      await catalog.shelf.product(id);
      await listed();
      const details = { name: '明前龙井' };
      await catalog.changeProduct.execute({ productId: id, details, changedSkus: [], addedSkus: [], actor: SYSTEM });
      expect((await catalog.shelf.product(id)).value.name).toBe('明前龙井');
      const newer = await catalog.aProduct(categoryId);
      expect(await listed()).toEqual([newer, id]);
      await catalog.deleteProduct.execute({ productId: id, actor: SYSTEM });
      await expect(catalog.shelf.product(id)).rejects.toThrow(ProductNotFound);
    });

    it('[P50] has at hand what it has just shown, until the next write', async () => {
      const id = await catalog.aProduct(categoryId);
      const request = { limit: 10, after: null };
      const atHand = () => [catalog.shelf.productAtHand(id), catalog.shelf.listAtHand({ categoryId }, request)];
      expect(atHand()).toEqual([null, null]);
      const shown = [await catalog.shelf.product(id), await catalog.shelf.list({ categoryId }, request)];
      expect(atHand()).toEqual(shown);
      expect(catalog.shelf.listAtHand({ categoryId, q: '龙井' }, request)).toBeNull();
      expect(catalog.shelf.listAtHand({}, request)).toBeNull();
      await catalog.aCategory('别的');
      expect(atHand()).toEqual([null, null]);
    });

    it('[P80] says with each answer the revision it is of, which every write raises and units for sale do not', async () => {
      const saidBy = ({ headers }: ReadyJson) => Number(headers[headers.indexOf('x-catalog-revision') + 1]);
      const present = async () => (await catalog.shelf.present()).value.revision;
      const id = await catalog.aProduct(categoryId);
      const before = await present();
      const all = async () => [
        saidBy(await catalog.shelf.product(id)),
        saidBy(await catalog.shelf.list({ categoryId }, { limit: 10, after: null })),
        saidBy(await catalog.shelf.categories({})),
      ];
      expect(await all()).toEqual([before, before, before]);
      const change = { productId: id, changedSkus: [], addedSkus: [], actor: SYSTEM };
      const writes = [
        () => catalog.aCategory(),
        () => catalog.categories.change(categoryId, (category) => category.change({ sort: 3 })),
        () => catalog.changeProduct.execute({ ...change, details: { name: '滇红' } }),
        () => catalog.deleteProduct.execute({ productId: id, actor: SYSTEM }),
        () => catalog.aProduct(categoryId),
      ];
      let last = before;
      for (const write of writes) {
        await write();
        expect(await present()).toBeGreaterThan(last);
        last = await present();
      }
    });

    it('[P80] leaps after a restore beyond all that was said of what is lost, and rises from there', async () => {
      const day = 86_400_000;
      const lost = (await catalog.revision.read()) + 100;
      await database().query('UPDATE catalog_revision SET revision = 7 WHERE id = 1');
      let last = lost;
      for (let restores = 0; restores < 2; restores++) {
        await catalog.revision.leap();
        expect(await catalog.revision.read()).toBeGreaterThan(last + day - 1_000);
        await catalog.aCategory();
        last = await catalog.revision.read();
      }
    });

    it('[P80] is of no new revision when a write fails', async () => {
      const before = await catalog.revision.read();
      const failing = database().transaction(async () => {
        await catalog.revision.raise();
        throw new Error('planned');
      });
      await expect(failing).rejects.toThrow('planned');
      expect(await catalog.revision.read()).toBe(before);
    });

    it('[P80] has a tag that differs with the data alone, and is made with the copy', async () => {
      const id = await catalog.aProduct(categoryId);
      const copy = await catalog.shelf.product(id);
      expect(copy.tag).toMatch(/^W\/"[\w-]{22}"$/);
      expect(catalog.shelf.productAtHand(id)).toBe(copy);
      await catalog.aCategory();
      const again = await catalog.shelf.product(id);
      expect([again === copy, again.tag]).toEqual([false, copy.tag]);
      const change = { productId: id, changedSkus: [], addedSkus: [], actor: SYSTEM };
      await catalog.changeProduct.execute({ ...change, details: { name: '滇红' } });
      expect((await catalog.shelf.product(id)).tag).not.toBe(copy.tag);
      const found = await catalog.shelf.list({ categoryId, q: '滇红' }, { limit: 1, after: null });
      expect([found.tag, found.headers]).toEqual([null, ['cache-control', 'no-store']]);
    });

    it('has nothing at hand of a product that is not there, and looks once', async () => {
      const id = newId();
      await expect(catalog.shelf.product(id)).rejects.toThrow(ProductNotFound);
      await expect(catalog.shelf.product(id)).rejects.toThrow(ProductNotFound);
      expect(catalog.shelf.productAtHand(id)).toBeNull();
    });

    it('asks the database and inventory once for many who look at the same product', async () => {
      const id = await catalog.aProduct(categoryId);
      const before = catalog.stock.questions;
      await Promise.all(Array.from({ length: 20 }, () => catalog.shelf.product(id)));
      await catalog.shelf.product(id);
      expect(catalog.stock.questions - before).toBe(1);
    });

    it('shows categories from the smallest sort on', async () => {
      const [last, first] = [await catalog.aCategory('后', 2_000_000), await catalog.aCategory('前', -2_000_000)];
      const ids = (await catalog.shelf.categories({})).value.items.map(({ id }) => id);
      expect([ids[0], ids.at(-1)]).toEqual([first, last]);
    });
  });

  describe('a list', () => {
    it('is newest first, and a page neither repeats nor skips when products are added meanwhile', async () => {
      const ids: string[] = [];
      for (let count = 0; count < 5; count++) ids.unshift(await catalog.aProduct(categoryId));
      const first = await listed(2);
      await catalog.aProduct(categoryId);
      expect([...first, ...(await listed(2, first.at(-1)))]).toEqual(ids.slice(0, 4));
    });

    it('has a cursor while there is more, and none on its last page', async () => {
      for (let count = 0; count < 2; count++) await catalog.aProduct(categoryId);
      expect((await catalog.shelf.list({ categoryId }, { limit: 1, after: null })).value.nextCursor).not.toBeNull();
      expect((await catalog.shelf.list({ categoryId }, { limit: 2, after: null })).value.nextCursor).toBeNull();
    });

    it('asks inventory once a page', async () => {
      for (let count = 0; count < 3; count++) await catalog.aProduct(categoryId, {}, [{}, {}]);
      const before = catalog.stock.questions;
      await listed();
      expect(catalog.stock.questions - before).toBe(1);
    });
  });

  describe('a search', () => {
    const found = async (q: string) =>
      (await catalog.shelf.list({ categoryId, q }, { limit: 100, after: null })).value.items.map(({ name }) => name);

    it('finds words in names and descriptions, whatever their width and case', async () => {
      await catalog.aProduct(categoryId, { name: '明前龙井绿茶', description: '豆香清幽' });
      await catalog.aProduct(categoryId, { name: '重磅 Ｔ恤 Café', description: '100%_棉' });
      expect(await found('龙井')).toEqual(['明前龙井绿茶']);
      expect(await found('茶')).toEqual(['明前龙井绿茶']);
      expect(await found('清幽 绿茶')).toEqual(['明前龙井绿茶']);
      expect(await found('t恤')).toEqual(['重磅 Ｔ恤 Café']);
      expect(await found('CAFÉ')).toEqual(['重磅 Ｔ恤 Café']);
      expect(await found('100%_')).toEqual(['重磅 Ｔ恤 Café']);
      expect(await found(' ')).toHaveLength(2);
    });

    it('does not find a word whose characters only stand apart', async () => {
      await catalog.aProduct(categoryId, { name: '天地天 地玄' });
      expect(await found('天地玄')).toEqual([]);
      expect(await found('地天')).toEqual(['天地天 地玄']);
      expect(await found('玄地')).toEqual([]);
    });

    it('follows what the product is called now, and forgets it when it is deleted', async () => {
      const id = await catalog.aProduct(categoryId, { name: '普洱' });
      const change = { productId: id, changedSkus: [], addedSkus: [], actor: SYSTEM };
      await catalog.changeProduct.execute({ ...change, details: { name: '滇红' } });
      expect([await found('普洱'), await found('滇红')]).toEqual([[], ['滇红']]);
      await catalog.deleteProduct.execute({ productId: id, actor: SYSTEM });
      expect(await found('滇红')).toEqual([]);
    });

    it('takes the longest description and the longest query', async () => {
      const description = Array.from({ length: 2000 }, (_, at) => String.fromCharCode(0x4e00 + at)).join('');
      await catalog.aProduct(categoryId, { name: '长', description });
      expect(await found(description.slice(1900, 1950))).toEqual(['长']);
    });
  });

  describe('staff', () => {
    it('see what is off the shelf, but not what is deleted', async () => {
      const off = await catalog.aProduct(categoryId, { onShelf: false }, [{ onShelf: false, priceFen: 500 }]);
      const deleted = await catalog.aProduct(categoryId);
      await catalog.deleteProduct.execute({ productId: deleted, actor: SYSTEM });
      const { items } = await catalog.staff.list({ categoryId }, { limit: 10, after: null, offset: null });
      expect(items).toEqual([await catalog.staff.product(off)]);
      expect(items[0]).toMatchObject({ onShelf: false, priceFen: 500, skus: [{ onShelf: false, available: 7 }] });
      await expect(catalog.staff.product(deleted)).rejects.toThrow(ProductNotFound);
    });

    it('may ask for a page by its number and hear how many there are', async () => {
      for (let count = 0; count < 3; count++) await catalog.aProduct(categoryId);
      const all = await catalog.staff.list({ categoryId }, { limit: 100, after: null, offset: null });
      const second = await catalog.staff.list({ categoryId }, { limit: 2, after: null, offset: 2 });
      expect(second).toEqual({ items: all.items.slice(2), nextCursor: null, total: 3 });
      expect(all).not.toHaveProperty('total');
    });

    it('may go on from a numbered page of categories by its cursor', async () => {
      await catalog.aCategory();
      const { items } = await catalog.staff.categories({});
      const first = await catalog.staff.categories(staffCategoryQuery.parse({ page: 1, pageSize: 1 }));
      expect(first).toEqual({ items: items.slice(0, 1), nextCursor: expect.any(String), total: items.length });
      const next = staffCategoryQuery.parse({ pageSize: 100, cursor: first.nextCursor });
      expect(await catalog.staff.categories(next)).toEqual({
        items: items.slice(1),
        nextCursor: null,
        total: items.length,
      });
      const both = staffCategoryQuery.parse({ page: 2, cursor: first.nextCursor });
      await expect(catalog.staff.categories(both)).rejects.toThrow(InvalidRequest);
    });
  });
});
