import { Edge } from '../support/edge.js';
import { Shop } from '../support/shop.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import type { Page, Product } from '../support/views.js';

jest.setTimeout(60_000);

const API = '/api/v1';
const how = ({ headers }: Response) => headers.get('jishi-edge');
describe('[P81] the whole catalogue at the edge, while the shop is away', () => {
  let shop: Shop;
  let way: TcpProxy;
  let edge: Edge;
  let shelf: Product[];

  beforeAll(async () => {
    shop = await Shop.open({ environment: { RATE_LIMIT_PER_MINUTE: '0' } });
    way = await TcpProxy.open('127.0.0.1', Number(new URL(shop.urls[0] ?? '').port));
    for (let nth = 0; nth < 5; nth++) await shop.product(5 + nth);
    shelf = (await shop.api.get<Page<Product>>('/products?limit=100')).data.items as Product[];
    edge = await Edge.open({ ORIGIN: `http://127.0.0.1:${way.port}` });
    await edge.fetch(`${API}/products?limit=99`);
    await edge.settle();
  });
  afterAll(async () => {
    await edge?.settle();
    await way?.close();
    await shop?.close();
  });
  afterEach(() => way.admit());

  const said = async (answer: Response) => {
    const { requestId, ...rest } = (await answer.json()) as { requestId: string };
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    const names = ['content-type', 'etag', 'vary', 'cache-control', 'x-catalog-revision'];
    return { status: answer.status, headers: names.map((name) => answer.headers.get(name)), rest };
  };

  it('answers pages that nobody has asked for as the shop does, tag and all, and says what they are', async () => {
    const cursor = (await shop.api.get<Page<Product>>('/products?limit=2')).data.nextCursor ?? '';
    const { categoryId } = shelf[0] as Product & { categoryId: string };
    const { accessToken } = await shop.logIn('oSnapshot');
    const asked: [string, Record<string, string>?][] = [
      ['/products'],
      ['/products?limit=2'],
      [`/products?limit=2&cursor=${cursor}`],
      [`/products?cursor=${cursor}&utm=x`],
      [`/products?categoryId=${categoryId}&limit=1`],
      ['/products?categoryId=none'],
      [`/products/${shelf[1]?.id}`],
      [`/products/${shelf[1]?.id}`, { 'accept-language': 'en', authorization: `Bearer ${accessToken}` }],
      [`/products/${shelf[1]?.id.replace(/.{4}$/, '0000')}`, { 'accept-language': 'en' }],
      ['/categories'],
    ];
    const ours = [];
    for (const [path, headers = {}] of asked)
      ours.push(await said(await fetch(`${shop.urls[0]}${API}${path}`, { headers })));
    way.refuse();
    edge.pass(5_000);
    for (const [at, [path, headers = {}]] of asked.entries()) {
      const answer = await edge.fetch(API + path, { headers });
      expect(how(answer)).toBe('snapshot');
      if (answer.ok) expect(Number(answer.headers.get('age'))).toBeGreaterThanOrEqual(5);
      expect(await said(answer)).toEqual(ours[at]);
    }
  });

  it('can be read to its end by cursors, some of the shop and some of the edge', async () => {
    const found: string[] = [];
    let cursor: string | null = '';
    for (let turn = 0; cursor !== null; turn++) {
      if (turn % 2 === 0) way.admit();
      else way.refuse();
      edge.pass(5_000);
      const answer = await edge.fetch(`${API}/products?limit=2${cursor && `&cursor=${cursor}`}`);
      const { data } = (await answer.json()) as { data: Page<Product> };
      expect([how(answer), data.items.length > 0]).toEqual([turn % 2 === 0 ? 'fetched' : 'snapshot', true]);
      found.push(...data.items.map(({ id }) => id));
      cursor = data.nextCursor;
    }
    expect(found).toEqual(shelf.map(({ id }) => id));
  });

  it('says 304 to who has it, and 503 to what it does not understand', async () => {
    way.refuse();
    edge.pass(5_000);
    const { headers } = await edge.fetch(`${API}/categories`);
    const known = { 'if-none-match': headers.get('etag') ?? '' };
    expect((await edge.fetch(`${API}/categories`, { headers: known })).status).toBe(304);
    for (const query of ['limit=0', 'limit=1e1', 'limit=3&limit=4', 'cursor=!', 'cursor=MDFKRA', 'categoryId='])
      expect((await edge.fetch(`${API}/products?${query}`)).status).toBe(503);
  });
});
