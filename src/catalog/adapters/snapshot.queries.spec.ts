import { onEachDatabase } from '../../../test/support/databases.js';
import { RevisionIsOver } from '../domain/errors.js';
import { catalogOn } from './in-memory-surroundings.js';
import { catalogSchema } from './schema.js';

onEachDatabase([catalogSchema], (database) => {
  describe('[P80] a snapshot of the shelf', () => {
    let catalog: ReturnType<typeof catalogOn>;
    let categoryId: string;
    beforeEach(async () => {
      catalog = catalogOn(database());
      categoryId = await catalog.aCategory();
    });
    const cursor = (id: string) => Buffer.from(id, 'latin1').toString('base64url');

    it('is all that is shown, as the lists show it, page by page', async () => {
      for (let count = 0; count < 101; count++) await catalog.aProduct(categoryId);
      await catalog.aProduct(categoryId, { onShelf: false });
      const revision = await catalog.revision.read();
      const first = (await catalog.snapshots.page(revision, null)).value;
      const shown = (await catalog.shelf.list({}, { limit: 100, after: null })).value;
      const categories = (await catalog.shelf.categories({})).value.items;
      expect(first).toEqual({ revision, at: expect.any(String), categories, ...shown });
      const last = first.items.at(-1)?.id ?? '';
      expect(first.nextCursor).toBe(cursor(last));
      const next = (await catalog.snapshots.page(revision, last)).value;
      expect(next.items).toEqual((await catalog.shelf.list({}, { limit: 100, after: last })).value.items);
      expect(next.categories).toBeUndefined();
    });

    it('may be kept for good, and asked about by its tag', async () => {
      const page = await catalog.snapshots.page(await catalog.revision.read(), null);
      expect(page.headers).toEqual(expect.arrayContaining(['public, max-age=31536000, immutable', page.tag]));
    });

    it('is of the present revision and no other', async () => {
      const revision = await catalog.revision.read();
      for (const other of [revision - 1, revision + 1])
        await expect(catalog.snapshots.page(other, null)).rejects.toMatchObject({ facts: { revision } });
    });

    it('is none when something is written while it is read', async () => {
      await catalog.aProduct(categoryId);
      jest.spyOn(catalog.stock, 'available').mockImplementationOnce(async () => {
        await catalog.aCategory('别的');
        return new Map();
      });
      const revision = await catalog.revision.read();
      await expect(catalog.snapshots.page(revision, null)).rejects.toThrow(RevisionIsOver);
    });
  });
});
