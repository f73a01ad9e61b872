import { nginx, Nginx } from '../support/nginx.js';
import { Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';

(nginx ? describe : describe.skip)('[P82] a CDN before the shop', () => {
  let shop: Shop;
  let cdn: Nginx;
  let path: string;
  const open = async (environment: Record<string, string>) => {
    shop = await Shop.open({ environment });
    cdn = await Nginx.start(shop.urls[0] ?? '');
    path = `/api/v1/products/${(await shop.product(5)).id}`;
  };
  afterEach(async () => {
    await cdn?.close();
    await shop?.close();
  });

  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(cdn.url + path, { headers });
    const text = await answer.text();
    const { message, data } = (text ? JSON.parse(text) : {}) as { message?: string; data?: { name: string } };
    return {
      status: answer.status,
      cache: answer.headers.get('x-cache'),
      message,
      name: data?.name,
      headers: answer.headers,
    };
  };

  it('asks the shop each time, unless the shop has chosen otherwise', async () => {
    await open({});
    for (let turn = 0; turn < 3; turn++) expect(await ask(path)).toMatchObject({ status: 200, cache: 'MISS' });
    // nginx asks without a condition; a cache that asks by the tag hears 304 of the shop.
    const known = { 'if-none-match': (await ask(path)).headers.get('etag') ?? '' };
    expect((await fetch(`${shop.urls[0]}${path}`, { headers: known })).status).toBe(304);
  });

  it('keeps the catalogue as long as it may, to whoever asks, and each language by itself', async () => {
    await open({ CATALOG_CDN_TTL: '10s', CATALOG_CDN_STALE: '1s' });
    const { accessToken } = await shop.logIn('oCdn');
    const owner = await shop.owner();
    expect(await ask(path)).toMatchObject({ status: 200, cache: 'MISS', message: '请求成功' });
    expect(await ask(path, { authorization: `Bearer ${accessToken}` })).toMatchObject({ cache: 'HIT' });
    expect(await ask(path, { 'accept-language': 'en' })).toMatchObject({ cache: 'MISS', message: 'OK' });
    expect((await ask(path)).headers.get('set-cookie')).toBeNull();
    await owner.put(path.replace('/api/v1', '/admin'), { name: '明前' });
    // One that asks on begins a renewal, and what is kept is over after the two times together.
    expect(
      await eventually(
        () => ask(path),
        ({ name }) => name === '明前',
      ),
    ).toMatchObject({ status: 200 });
  });

  it('keeps no search, no refusal, and nothing that is somebody’s', async () => {
    await open({ CATALOG_CDN_TTL: '60s' });
    const { accessToken } = await shop.logIn('oCdn');
    const authorization = `Bearer ${accessToken}`;
    const asked: [string, Record<string, string>, number][] = [
      [`/api/v1/products?q=${encodeURIComponent('龙井')}`, {}, 200],
      ['/api/v1/products/nothing', {}, 404],
      ['/api/v1/products?limit=0', {}, 400],
      ['/api/v1/catalog/revision', {}, 200],
      ['/api/v1/users/me', { authorization }, 200],
      ['/api/v1/users/me', {}, 401],
    ];
    for (const [path, headers, status] of asked)
      for (let turn = 0; turn < 2; turn++) expect(await ask(path, headers)).toMatchObject({ status, cache: 'MISS' });
  });

  it('keeps a snapshot for good, and hears of no other revision', async () => {
    await open({});
    const { data } = await shop.api.get<{ revision: number }>('/catalog/revision');
    const snapshot = `/api/v1/catalog/snapshots/${data.revision}`;
    expect(await ask(snapshot)).toMatchObject({ status: 200, cache: 'MISS' });
    expect(await ask(snapshot)).toMatchObject({ status: 200, cache: 'HIT' });
    expect(await ask(`/api/v1/catalog/snapshots/${data.revision + 1}`)).toMatchObject({ status: 404, cache: 'MISS' });
    expect(await ask('/api/v1/catalog/snapshots/x')).toMatchObject({ status: 400, cache: 'MISS' });
  });
});
