import { SYSTEM } from '#platform/activity';
import type { Config } from '#platform/config';
import { isId } from '#platform/http';
import { openSqlite } from '../../../test/support/databases.js';
import { catalogOn } from '../adapters/in-memory-surroundings.js';
import { catalogSchema } from '../adapters/schema.js';
import { DEMO_CATEGORIES, DEMO_PRODUCTS } from './demo-goods.js';
import { SeedDemoCatalogue } from './seed-demo-catalogue.js';

describe('SeedDemoCatalogue', () => {
  let opened: Awaited<ReturnType<typeof openSqlite>>;
  beforeEach(async () => {
    opened = await openSqlite([catalogSchema]);
  });
  afterEach(() => opened.close());

  const seed = (demoSeed: boolean) => {
    const catalog = catalogOn(opened.database);
    const { products, categories, stock } = catalog;
    return {
      ...catalog,
      seed: new SeedDemoCatalogue({ demoSeed } as Config, products, categories, stock, opened.database),
    };
  };
  const count = async ({ staff }: ReturnType<typeof seed>) =>
    (await staff.list({}, { limit: 1, after: null, offset: 0 })).total;

  it('fills an empty catalogue with goods that can be bought', async () => {
    const shop = seed(true);
    await shop.seed.onApplicationBootstrap();
    const { items } = (await shop.shelf.list({}, { limit: 100, after: null })).value;
    expect(items).toHaveLength(DEMO_PRODUCTS.length);
    expect(items.flatMap(({ skus }) => skus).every(({ available }) => available > 0)).toBe(true);
  });

  it('fills it once, however many processes start together', async () => {
    const shop = seed(true);
    await Promise.all([shop.seed.onApplicationBootstrap(), shop.seed.onApplicationBootstrap()]);
    await shop.seed.onApplicationBootstrap();
    expect(await count(shop)).toBe(DEMO_PRODUCTS.length);
  });

  it('leaves a catalogue alone that had products, or that shall have no demo goods', async () => {
    const without = seed(false);
    await without.seed.onApplicationBootstrap();
    expect(await count(without)).toBe(0);
    const own = seed(true);
    const productId = await own.aProduct(await own.aCategory());
    await own.deleteProduct.execute({ productId, actor: SYSTEM });
    await own.seed.onApplicationBootstrap();
    expect(await count(own)).toBe(0);
  });

  it('gives its goods ids that the API takes for ids', () => {
    const ids = [...DEMO_CATEGORIES, ...DEMO_PRODUCTS, ...DEMO_PRODUCTS.flatMap(({ skus }) => skus)].map(
      ({ id }) => id,
    );
    expect(ids.filter(isId)).toHaveLength(ids.length);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
