import { Edge } from '../support/edge.js';
import { ScriptedCatalogue } from '../support/scripted-catalogue.js';
import type { Page, Product } from '../support/views.js';

jest.setTimeout(60_000);

const API = '/api/v1';
const how = ({ headers }: Response) => headers.get('jishi-edge');
/** Until what there is to read of the snapshot now has been read. */
const readAll = async (edge: Edge) => {
  await edge.fetch(`${API}/products?limit=99`);
  await edge.settle();
};

describe('[P81] the snapshot of an edge', () => {
  let shop: ScriptedCatalogue;
  let edge: Edge;
  const opened: Edge[] = [];
  const open = async (more: object = {}) => {
    const one = await Edge.open({ ORIGIN: shop.origin, ...more });
    opened.push(one);
    return one;
  };
  /** The shop of this spec answers for no page: all that is answered comes from the snapshot. */
  const prices = async (from = edge) => {
    const answer = await from.fetch(`${API}/products`);
    if (answer.status !== 200) return answer.status;
    expect(how(answer)).toBe('snapshot');
    return ((await answer.json()) as { data: Page<Product> }).data.items.map(({ priceFen }) => priceFen);
  };

  beforeEach(async () => {
    shop = await ScriptedCatalogue.open();
    edge = await open();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.settle();
    await shop.close();
  });

  it('is read once a revision, whoever asks, and not again while that stays', async () => {
    await Promise.all(Array.from({ length: 10 }, () => prices()));
    await edge.settle();
    expect(await prices()).toEqual([3, 2, 1]);
    edge.pass(3_600_000);
    await prices();
    await edge.settle();
    expect(shop.pages).toEqual(['1000', '1000 after 2']);
  });

  it('goes on where it was when a page fails', async () => {
    shop.before = (nth) => nth !== 2;
    await readAll(edge);
    expect(await prices()).toBe(503);
    shop.before = () => true;
    edge.pass(2_001);
    await readAll(edge);
    expect(await prices()).toEqual([3, 2, 1]);
    expect(shop.pages).toEqual(['1000', '1000 after 2', '1000 after 2']);
  });

  it('goes on where it was when the time in the background was too short', async () => {
    shop.products = 7;
    shop.before = (nth) => {
      if (nth === 2) edge.pass(20_001);
      return true;
    };
    await readAll(edge);
    expect(await prices()).toBe(503);
    await edge.settle();
    expect(await prices()).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(shop.pages).toEqual(['1000', '1000 after 6', '1000 after 4', '1000 after 2']);
  });

  it('is begun again when the catalogue changes meanwhile, and holds nothing of the one before', async () => {
    shop.before = (nth) => {
      if (nth === 2) [shop.revision, shop.products] = [2_000, 5];
      return true;
    };
    await readAll(edge);
    expect(await prices()).toEqual([5, 4, 3, 2, 1]);
    expect(shop.pages).toEqual(['1000', '1000 after 2', '2000', '2000 after 4', '2000 after 2']);
  });

  it('is left for later when the catalogue does not come to rest', async () => {
    shop.before = () => {
      shop.revision++;
      return true;
    };
    await readAll(edge);
    expect(shop.pages).toHaveLength(3);
    shop.before = () => true;
    edge.pass(60_001);
    await readAll(edge);
    expect(await prices()).toEqual([3, 2, 1]);
  });

  it('takes the place of the one before when it is whole, and no sooner than SNAPSHOT_SECONDS after that', async () => {
    await readAll(edge);
    [shop.revision, shop.products] = [2_000, 4];
    edge.pass(2_001);
    await readAll(edge);
    expect(await prices()).toEqual([3, 2, 1]);
    edge.pass(60_001);
    shop.before = (nth) => nth < 4;
    await readAll(edge);
    expect(await prices()).toEqual([3, 2, 1]);
    shop.before = () => true;
    edge.pass(2_001);
    await readAll(edge);
    expect(await prices()).toEqual([4, 3, 2, 1]);
  });

  it('says that a product is not there only while it knows of no later catalogue', async () => {
    const missing = `${API}/products/${shop.product(77).id}`;
    await readAll(edge);
    expect(await (await edge.fetch(missing)).json()).toMatchObject({ code: 2001, message: '商品不存在' });
    shop.revision = 2_000;
    edge.pass(2_001);
    expect((await edge.fetch(missing)).status).toBe(503);
  });

  it('is done without where it is larger than SNAPSHOT_MEGABYTES, which ends with the next revision', async () => {
    const small = await open({ SNAPSHOT_MEGABYTES: 0.01 });
    [shop.products, shop.described] = [20, 2_000];
    await readAll(small);
    expect(await prices(small)).toBe(503);
    small.pass(60_001);
    await readAll(small);
    // 10 KiB are passed with the second page, of two products each.
    expect(shop.pages).toEqual(['1000', '1000 after 19']);
    [shop.revision, shop.products] = [2_000, 1];
    small.pass(60_001);
    await readAll(small);
    expect(await prices(small)).toEqual([1]);
  });

  it('is not read at all with SNAPSHOT_MEGABYTES 0', async () => {
    const none = await open({ SNAPSHOT_MEGABYTES: '0' });
    await readAll(none);
    expect(shop.pages).toEqual([]);
  });

  it('says how old its units for sale are, also where somebody between has kept a page', async () => {
    shop.unitsRead = () => new Date(Date.now() - 100_000).toISOString();
    await readAll(edge);
    const age = Number((await edge.fetch(`${API}/products`)).headers.get('age'));
    expect(age).toBeGreaterThanOrEqual(100);
  });

  it('ends AWAY_SECONDS after it was last known to be the present one, however long ago it was read', async () => {
    await readAll(edge);
    for (let minute = 0; minute < 30; minute++) {
      edge.pass(60_000);
      await readAll(edge);
    }
    expect(await prices()).toEqual([3, 2, 1]);
    await shop.close();
    edge.pass(590_000);
    expect(await prices()).toEqual([3, 2, 1]);
    edge.pass(11_000);
    expect(await prices()).toBe(503);
  });

  describe('with a key-value store', () => {
    let entries: Map<string, string>;
    const store = () => ({
      get: async (key: string) => entries.get(key) ?? null,
      put: async (key: string, text: string) => void entries.set(key, text),
    });
    const away = () => shop.close();
    beforeEach(() => {
      entries = new Map();
    });

    it('is read once for all workers, and a new one has it while the shop is away', async () => {
      shop.products = 600;
      const [one, other] = [await open({ CATALOG: store() }), await open({ CATALOG: store() })];
      await readAll(one);
      const { length } = shop.pages;
      await readAll(other);
      expect([length, shop.pages.length]).toEqual([300, 300]);
      await away();
      const born = await open({ CATALOG: store() });
      for (const worker of [other, born])
        expect(await prices(worker)).toEqual(Array.from({ length: 20 }, (_, nth) => 600 - nth));
    });

    it('is still known to be present when it was read long ago and the catalogue has stayed', async () => {
      const one = await open({ CATALOG: store() });
      await readAll(one);
      for (let minute = 0; minute < 15; minute++) {
        one.pass(60_000);
        await readAll(one);
      }
      await away();
      const born = await open({ CATALOG: store() });
      born.pass(16 * 60_000);
      expect(await prices(born)).toEqual([3, 2, 1]);
      const late = await open({ CATALOG: store() });
      late.pass(27 * 60_000);
      expect(await prices(late)).toBe(503);
    });

    it('is not put together of two revisions, and is written anew by who finds it so', async () => {
      const [one, other] = [await open({ CATALOG: store() }), await open({ CATALOG: store() })];
      await readAll(one);
      const [part = ''] = [...entries.keys()].filter((key) => /-\d+$/.test(key));
      entries.set(part, (entries.get(part) ?? '').replace('"revision":1000', '"revision":999'));
      await readAll(other);
      expect(shop.pages).toHaveLength(4);
      await away();
      const born = await open({ CATALOG: store() });
      expect(await prices(born)).toEqual([3, 2, 1]);
    });

    it('stays whole in the store while the next one is written', async () => {
      const one = await open({ CATALOG: store() });
      await readAll(one);
      [shop.revision, shop.products] = [2_000, 4];
      const breaking = {
        ...store(),
        put: async (key: string, text: string) => {
          if (!/-\d+$/.test(key)) throw new Error('cut off');
          entries.set(key, text);
        },
      };
      await readAll(await open({ CATALOG: breaking }));
      await away();
      expect(await prices(await open({ CATALOG: store() }))).toEqual([3, 2, 1]);
    });

    it.each([
      ['fails', () => Promise.reject(new Error('no store'))],
      ['does not answer', () => new Promise<never>(() => undefined)],
      ['holds what is no snapshot', () => Promise.resolve('{')],
    ])('a store that %s is done without', async (_, get) => {
      const one = await open({ CATALOG: { get, put: get }, TIMEOUT_SECONDS: 0.05 });
      await readAll(one);
      expect(await prices(one)).toEqual([3, 2, 1]);
    });
  });
});
