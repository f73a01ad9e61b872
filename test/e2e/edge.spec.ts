import { randomUUID } from 'node:crypto';
import type { Api } from '../support/api.js';
import { Edge } from '../support/edge.js';
import { Shop } from '../support/shop.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { eventually } from '../support/until.js';
import type { Page, Product } from '../support/views.js';

const API = '/api/v1';
/** What one answer may differ in from another that says the same. */
const said = async (answer: Response) => {
  const { requestId, ...rest } = (await answer.json()) as { requestId: string };
  expect(answer.headers.get('x-request-id')).toBe(requestId);
  const headers = Object.fromEntries(
    ['content-type', 'etag', 'vary', 'x-catalog-revision'].map((name) => [name, answer.headers.get(name)]),
  );
  return { status: answer.status, headers, rest };
};
const how = ({ headers }: Response) => headers.get('jishi-edge');

describe('[P81] the catalogue at the edge', () => {
  let shop: Shop;
  let owner: Api;
  let way: TcpProxy;
  let product: { id: string; skuId: string };
  /** Requests that have reached the shop, with their first line and headers. */
  let reached: string[] = [];
  let edge: Edge;

  const open = (more: object = {}, caches?: object) =>
    Edge.open({ ORIGIN: `http://127.0.0.1:${way.port}`, SNAPSHOT_MEGABYTES: 0, ...more }, caches);
  const pagesReached = () => reached.filter((text) => !text.includes('/catalog/revision'));
  const nameOf = async (answer: Response) => ((await answer.json()) as { data: Product }).data.name;

  beforeAll(async () => {
    shop = await Shop.open({ environment: { TRUST_PROXY: '127.0.0.1', RATE_LIMIT_PER_MINUTE: '0' } });
    owner = await shop.owner();
    const listen = () => ({
      fromClient: (bytes: Buffer) => void reached.push(bytes.toString('latin1')),
      fromServer: () => 'forward' as const,
    });
    way = await TcpProxy.open('127.0.0.1', Number(new URL(shop.urls[0] ?? '').port), { listen });
  });
  afterAll(async () => {
    await way?.close();
    await shop?.close();
  });
  beforeEach(async () => {
    product = await shop.product(5);
    reached = [];
    edge = await open();
  });
  afterEach(async () => {
    way.admit();
    way.thaw();
    await edge.settle();
  });

  it('is answered as the shop answers, whether it is held or not', async () => {
    const { items, nextCursor } = (await shop.api.get<Page<Product & { categoryId: string }>>('/products?limit=1'))
      .data;
    const { accessToken } = await shop.logIn('oEdge');
    const asked: [string, Record<string, string>?][] = [
      ['/products'],
      ['/products?limit=1'],
      [`/products?cursor=${nextCursor ?? ''}&limit=1&utm=x`],
      [`/products?categoryId=${items[0]?.categoryId}`],
      [`/products/${product.id}`],
      [`/products/${product.id}`, { 'accept-language': 'en-GB', 'x-request-id': 'r-1' }],
      [`/products/${product.id}`, { authorization: `Bearer ${accessToken}` }],
      ['/categories'],
      ['/categories?limit=1'],
      ['/categories?cursor=!'],
      ['/products?q=龙井'],
      ['/products?limit=0'],
      ['/products?limit=1&limit=2'],
      ['/products?cursor=!'],
      ['/products/nothing'],
      [`/products/${product.id.replace(/.{4}$/, '0000')}`],
      ['/users/me', { authorization: `Bearer ${accessToken}` }],
      ['/users/me'],
      ['/admin/products'],
    ];
    for (const [path, headers = {}] of asked) {
      const ours = await said(await fetch(`${shop.urls[0]}${API}${path}`, { headers }));
      for (let turn = 0; turn < 2; turn++) expect(await said(await edge.fetch(API + path, { headers }))).toEqual(ours);
    }
  });

  it('is held: the shop is not asked again, and says 304 through the edge to who has it', async () => {
    const path = `${API}/products/${product.id}`;
    const answers = [await edge.fetch(path), await edge.fetch(path), await edge.fetch(path)];
    expect(answers.map(how)).toEqual(['fetched', 'held', 'held']);
    expect(pagesReached()).toHaveLength(1);
    const known = { 'if-none-match': answers[0]?.headers.get('etag') ?? '' };
    const again = await edge.fetch(path, { headers: known });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', known['if-none-match']]);
    expect(answers.map(({ headers }) => headers.get('set-cookie'))).toEqual([null, null, null]);
  });

  it('is asked for once by many who want the same', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => edge.fetch(`${API}/products`)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect([pagesReached().length, reached.length]).toEqual([1, 2]);
  });

  it('shows a new price, and nothing that has left the shelf, once REVISION_SECONDS have passed, at every edge', async () => {
    const far = { UNITS_SECONDS: 3_600, REVISION_SECONDS: 2 };
    const edges = [await open(far), await open(far)];
    const path = `${API}/products/${product.id}`;
    for (const one of edges) expect(await nameOf(await one.fetch(path))).toBe('龙井');
    await owner.put(`/admin/products/${product.id}`, { name: '明前', skus: [{ id: product.skuId, priceFen: 2_00 }] });
    for (const one of edges) {
      one.pass(2_001);
      const { data } = (await (await one.fetch(path)).json()) as { data: Product };
      expect([data.name, data.priceFen]).toEqual(['明前', 2_00]);
    }
    await owner.put(`/admin/products/${product.id}`, { onShelf: false });
    for (const one of edges) {
      one.pass(2_001);
      expect((await one.fetch(path)).status).toBe(404);
    }
  });

  it('keeps goods that nobody changed beyond that, and asks for the number of the catalogue alone', async () => {
    const far = await open({ UNITS_SECONDS: 3_600 });
    await far.fetch(`${API}/products`);
    reached = [];
    far.pass(2_001);
    expect(how(await far.fetch(`${API}/products`))).toBe('held');
    expect([pagesReached().length, reached.length]).toEqual([0, 1]);
  });

  it('shows units for sale that are at most UNITS_SECONDS old, says how old, and asks for them before by the tag', async () => {
    const path = `${API}/products/${product.id}`;
    const first = await edge.fetch(path);
    edge.pass(1_500);
    const renewed = await edge.fetch(path);
    expect([how(first), first.headers.get('age'), how(renewed), renewed.headers.get('age')]).toEqual([
      'fetched',
      '0',
      'held',
      '2',
    ]);
    await edge.settle();
    expect(pagesReached().at(-1)?.toLowerCase()).toContain(
      `if-none-match: ${first.headers.get('etag')?.toLowerCase()}`,
    );
    await owner.post(`/admin/stock/${product.skuId}/adjustments`, { delta: 4, reason: '盘点' }, randomUUID());
    const units = async () => {
      edge.pass(2_001);
      return ((await (await edge.fetch(path)).json()) as { data: Product }).data.skus[0]?.available;
    };
    // The shop's own copy lives out its time.
    await eventually(units, (available) => available === 9);
  });

  it('stays while the shop is away, says so, and ends after AWAY_SECONDS', async () => {
    const path = `${API}/products/${product.id}`;
    await edge.fetch(path);
    way.refuse();
    edge.pass(5_000);
    const away = await edge.fetch(path);
    expect([away.status, how(away), Number(away.headers.get('age'))]).toEqual([200, 'away', expect.any(Number)]);
    const other = await edge.fetch(`${API}/products?limit=7`, { headers: { 'accept-language': 'en' } });
    expect([other.status, other.headers.get('retry-after'), how(other)]).toEqual([503, '1', 'away']);
    expect(await other.json()).toMatchObject({ code: 503, message: 'Temporarily unavailable, try again soon' });
    edge.pass(600_000);
    expect((await edge.fetch(path)).status).toBe(503);
    way.admit();
    await eventually(
      () => {
        edge.pass(1_000);
        return edge.fetch(path);
      },
      (answer) => answer.status === 200 && how(answer) !== 'away',
    );
  });

  it('stays while the shop is too slow, and waits for it once', async () => {
    const path = `${API}/products/${product.id}`;
    const brisk = await Edge.open({ ORIGIN: `http://127.0.0.1:${way.port}`, SNAPSHOT_MEGABYTES: 0 }, undefined, 1);
    // However long the first answer takes on this machine.
    await eventually(
      () => {
        brisk.pass(1_000);
        return brisk.fetch(path);
      },
      ({ status }) => status === 200,
    );
    way.freeze();
    brisk.pass(5_000);
    const answers = await Promise.all([brisk.fetch(path), brisk.fetch(path)]);
    expect(answers.map(how)).toEqual(['away', 'away']);
  });

  it('never goes back: what a process of the shop says that has not heard of the last write is not taken', async () => {
    const path = `${API}/products/${product.id}`;
    const entries = new Map<string, string>();
    const place = await open({}, { default: cacheOf(entries) });
    await place.fetch(path);
    const [key = ''] = entries.keys();
    const newer = JSON.parse(entries.get(key) ?? '') as { revision: number; data: string };
    newer.revision += 1;
    newer.data = newer.data.replace('龙井', '更新');
    entries.set(key, JSON.stringify(newer));
    place.pass(2_001);
    expect(await nameOf(await place.fetch(path))).toBe('更新');
    await place.settle();
  });

  it('is shared by the workers of a place, through its Cache API', async () => {
    const place = { default: cacheOf(new Map()) };
    const [one, other] = [await open({}, place), await open({}, place)];
    expect(how(await one.fetch(`${API}/products`))).toBe('fetched');
    expect(how(await other.fetch(`${API}/products`))).toBe('held');
    expect(pagesReached()).toHaveLength(1);
  });

  it('passes all else on: bodies as they come, and of the client only what the edge knows', async () => {
    const { accessToken } = await shop.logIn('oPasses');
    const gateway = await open({ CLIENT_ADDRESS_HEADER: 'cf-connecting-ip' });
    const headers = {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      'x-request-id': 'edge-1',
      'x-forwarded-for': '6.6.6.6',
      forwarded: 'for=6.6.6.6',
      'x-real-ip': '6.6.6.6',
      baggage: 'a=b',
      te: 'x-odd',
      'cf-connecting-ip': '203.0.113.7',
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    };
    const body = JSON.stringify({ nickname: '小红' });
    const answer = await gateway.fetch(`${API}/users/me?a=%20b`, { method: 'PUT', headers, body });
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ requestId: 'edge-1' })]);
    const sent = reached.join('').toLowerCase();
    expect(sent).toContain('put /api/v1/users/me?a=%20b');
    expect(sent).toContain('x-forwarded-for: 203.0.113.7\r\n');
    expect(sent).toContain('x-forwarded-host: edge.example\r\n');
    for (const gone of ['6.6.6.6', 'traceparent', 'baggage', 'x-odd']) expect(sent).not.toContain(gone);
  });

  it('asks the shop for a page in nobody’s name', async () => {
    const headers = { authorization: 'Bearer secret', cookie: 'staff=secret', range: 'bytes=0-1' };
    expect((await edge.fetch(`${API}/products`, { headers })).status).toBe(200);
    expect(reached.join('')).not.toMatch(/secret|bytes=/);
  });

  it.each([{ ORIGIN: '' }, { ORIGIN: 'https://shop/path' }, { UNITS_SECONDS: '0' }, { AWAY_SECONDS: 'x' }])(
    'does not begin with settings that make no sense: %j',
    async (wrong) => {
      await expect((await open(wrong)).fetch(`${API}/products`)).rejects.toThrow(Object.keys(wrong)[0]);
    },
  );
});

/** The Cache API of a place, as far as the handler uses it. */
function cacheOf(entries: Map<string, string>) {
  return {
    match: async (key: string) => (entries.has(key) ? new Response(entries.get(key)) : undefined),
    put: async (key: string, answer: Response) => void entries.set(key, await answer.text()),
    delete: async (key: string) => entries.delete(key),
  };
}
