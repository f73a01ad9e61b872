import { randomUUID } from 'node:crypto';
import type { Api } from '../support/api.js';
import { ApiDocument } from '../support/api-document.js';
import { aJpeg, formOf } from '../support/pictures.js';
import { Shop } from '../support/shop.js';

const SOME_ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const PARAMETER = /\{\w+\}/;
const PASSWORD = 'a-long-enough-password';

const EVERYBODY = ['owner', 'operator', 'support'];
/** Who may do what, route by route: the permission each route names, and the roles that have it. */
const ROLES_WITH: Readonly<Record<string, readonly string[]>> = {
  'catalog:read': EVERYBODY,
  'stock:read': EVERYBODY,
  'orders:read': EVERYBODY,
  'events:read': EVERYBODY,
  'catalog:write': ['owner', 'operator'],
  'stock:write': ['owner', 'operator'],
  'orders:ship': ['owner', 'operator'],
  'orders:cancel': ['owner', 'operator'],
  'refunds:decide': ['owner', 'operator'],
  'events:retry': ['owner', 'operator'],
  'personal-data:reveal': ['owner', 'operator'],
  'users:block': ['owner', 'operator'],
  'reconciliations:run': ['owner', 'operator'],
  'staff:manage': ['owner'],
  'audit:read': ['owner'],
  'promotions:read': EVERYBODY,
  'promotions:write': ['owner', 'operator'],
  'reports:read': ['owner', 'operator'],
  'reports:request': ['owner', 'operator'],
};

describe('[P04] the authorisation matrix', () => {
  let shop: Shop;
  const clients = new Map<string, Api>();
  let routes: readonly { method: string; path: string; permission: string | null }[];

  beforeAll(async () => {
    shop = await Shop.open();
    const owner = await shop.owner();
    clients.set('owner', owner);
    for (const role of ['operator', 'support']) {
      await owner.post('/admin/staff', { username: role, password: PASSWORD, role });
      const { headers } = await shop.api.post('/auth/staff/login', { username: role, password: PASSWORD });
      clients.set(role, shop.api.as({ cookie: headers.getSetCookie()[0]?.split(';')[0] }));
    }
    const { document } = await ApiDocument.of(shop.urls[0] ?? '');
    routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { 'x-permission': permission }]) =>
        permission === undefined || permission === null ? [] : [{ method: method.toUpperCase(), path, permission }],
      ),
    );
  });
  afterAll(() => shop?.close());

  it('knows every permission a route asks for, and routes ask for every permission', () => {
    const asked = new Set(routes.map(({ permission }) => permission));
    expect([...asked].sort()).toEqual(Object.keys(ROLES_WITH).sort());
  });

  it.each(EVERYBODY)('lets %s in where the role has the permission, and nowhere else', async (role) => {
    const surprises: string[] = [];
    for (const { method, path, permission } of routes) {
      const target = path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, SOME_ID);
      const body = method === 'POST' || method === 'PUT' ? { body: {}, key: randomUUID() } : {};
      const answer = await clients.get(role)?.call(method, target, body);
      const admitted = answer?.status !== 401 && answer?.status !== 403;
      if (admitted !== ROLES_WITH[permission ?? '']?.includes(role))
        surprises.push(`${method} ${path}: ${answer?.status}`);
    }
    expect(surprises).toEqual([]);
    expect(routes.length).toBeGreaterThan(25);
  });
});

describe("somebody else's", () => {
  let shop: Shop;
  let intruder: Api;
  const owned = new Map<string, string>();
  let routes: readonly { method: string; path: string }[];

  beforeAll(async () => {
    shop = await Shop.open();
    intruder = await shop.shopper('oIntruder');
    const victim = await shop.shopper('oVictim');
    const { skuId } = await shop.product(5);
    const items = [{ skuId, quantity: 1 }];
    const { skuId: inCart } = await shop.product(5);
    await victim.post('/cart/lines', { skuId: inCart, quantity: 1 });
    owned.set('/cart/lines/', inCart);
    owned.set('/orders/', (await victim.post<{ id: string }>('/orders', { items }, randomUUID())).data.id);
    const address = {
      recipient: '甲',
      phone: '13800138000',
      province: '京',
      city: '京',
      district: '东城',
      detail: '一',
    };
    owned.set('/users/me/addresses/', (await victim.post<{ id: string }>('/users/me/addresses', address)).data.id);
    const sessions = await victim.get<{ items: { id: string }[] }>('/auth/sessions');
    owned.set('/auth/sessions/', sessions.data.items[0]?.id ?? '');
    const { data: uploaded } = await victim.call<{ url: string }>('POST', '/uploads', { form: formOf(await aJpeg()) });
    owned.set('/uploads/', uploaded.url.split('/').at(-1) ?? '');
    // Announced to everybody: nobody's own, and so never somebody else's.
    owned.set('/coupon-templates/', '01BX5ZZKBKACTAV9WEVGEMMVRZ');
    const { document } = await ApiDocument.of(shop.urls[0] ?? '');
    routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) => {
        const mine = operation['x-permission'] === undefined && !operation.security && path.includes('{');
        return mine ? [{ method: method.toUpperCase(), path: path.replace('/api/v1', '') }] : [];
      }),
    );
  });
  afterAll(() => shop?.close());

  it('[F16] is answered like what does not exist, on every route with an id', async () => {
    const bodies: Readonly<Record<string, object>> = {
      'POST /orders/{id}/refunds': { reason: '不是我的' },
      'PUT /users/me/addresses/{id}': { detail: '改' },
    };
    const compared: string[] = [];
    for (const { method, path } of routes) {
      const [prefix, id] = [...owned].find(([start]) => path.startsWith(start)) ?? [];
      if (prefix === undefined || id === undefined) throw new Error(`${method} ${path}: say whose it is`);
      const name = `${method} ${path}`;
      const call = { key: randomUUID(), ...(method !== 'GET' && method !== 'DELETE' && { body: bodies[name] ?? {} }) };
      const theirs = await intruder.call(method, path.replace(PARAMETER, id), call);
      const nobodys = await intruder.call(method, path.replace(PARAMETER, SOME_ID), { ...call, key: randomUUID() });
      expect([name, theirs.status, theirs.said]).toEqual([name, 404, nobodys.said]);
      compared.push(name);
    }
    expect(compared.length).toBeGreaterThanOrEqual(10);
  });
});
