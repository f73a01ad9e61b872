import { randomUUID } from 'node:crypto';
import type { Api } from '../support/api.js';
import { onEachStack, Shop } from '../support/shop.js';
import { OWNER } from '../support/shop-process.js';
import { eventually } from '../support/until.js';
import type { Movement, Page, Product, Stock } from '../support/views.js';

onEachStack((stack) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ stack, environment: { TRUST_PROXY: '127.0.0.1' } });
  });
  afterAll(() => shop?.close());

  it('hands the session to the browser in a cookie no script and no other site can use', async () => {
    const { data, headers } = await shop.api.post('/auth/staff/login', OWNER);
    expect(data).toMatchObject({ user: { username: 'owner', role: 'owner' } });
    const [cookie = '', ...others] = headers.getSetCookie();
    expect(others).toEqual([expect.stringMatching(/^jishi_device_.*; HttpOnly; SameSite=Strict$/)]);
    const [pair = '', ...flags] = cookie.split('; ');
    const [, secret = ''] = pair.split('=');
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(flags).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=1800']));
    // Plain http on a developer's machine: a browser would drop a Secure cookie.
    expect(flags).not.toContain('Secure');
  });

  it('marks the cookie Secure where a trusted proxy says the browser came by https', async () => {
    const forwarded = { body: OWNER, headers: { 'x-forwarded-proto': 'https' } };
    const { headers } = await shop.api.call('POST', '/auth/staff/login', forwarded);
    expect(headers.getSetCookie()[0]).toContain('; Secure');
  });

  it('answers a wrong name like a wrong password', async () => {
    const wrongPassword = await shop.api.post('/auth/staff/login', { ...OWNER, password: 'wrong' });
    const wrongName = await shop.api.post('/auth/staff/login', { ...OWNER, username: 'nobody' });
    expect(wrongPassword).toMatchObject({ status: 401, code: 1106 });
    expect(wrongName.said).toEqual(wrongPassword.said);
  });

  it('takes staff from signing in to goods on the shelf, and out again', async () => {
    const owner = await shop.owner();
    expect((await owner.get('/auth/staff/me')).data).toMatchObject({ user: { username: 'owner', role: 'owner' } });

    const key = randomUUID();
    const category = await owner.post<{ id: string }>('/admin/categories', { name: '茶', sort: 1 }, key);
    expect(category.status).toBe(201);
    const again = await owner.post<{ id: string }>('/admin/categories', { name: '茶', sort: 1 }, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.data).toEqual(category.data);

    const { data: product } = await owner.post<Product>('/admin/products', {
      name: '碧螺春',
      categoryId: category.data.id,
      skus: [
        { name: '50 克', priceFen: 88_00, initialStock: 7 },
        { name: '100 克', attributes: { 包装: '罐' }, priceFen: 158_00, initialStock: 0 },
      ],
    });
    expect(product.priceFen).toBe(88_00);
    const shown = await eventually(
      () => shop.api.get<Product>(`/products/${product.id}`),
      ({ status }) => status === 200,
    );
    expect(shown.data.skus.map(({ available }) => available)).toEqual([7, 0]);
    const found = await shop.api.get<Page<Product>>(`/products?q=${encodeURIComponent('碧螺')}`);
    expect(found.data.items.map(({ id }) => id)).toEqual([product.id]);
    expect((await owner.get('/admin/products?page=1&pageSize=1')).data).toMatchObject({ total: 1 });

    await owner.put(`/admin/products/${product.id}`, { onShelf: false });
    await eventually(
      () => shop.api.get(`/products/${product.id}`),
      ({ code }) => code === 2001,
    );
    expect((await owner.get(`/admin/products/${product.id}`)).data).toMatchObject({ onShelf: false });

    expect((await owner.delete(`/admin/categories/${category.data.id}`)).status).toBe(409);
    expect((await owner.delete(`/admin/products/${product.id}`)).data).toBeNull();
    expect((await owner.get(`/admin/products/${product.id}`)).code).toBe(2001);

    expect((await owner.post('/auth/staff/logout')).status).toBe(200);
    for (let request = 0; request < 2 * stack.processes; request++)
      expect(await owner.get('/auth/staff/me')).toMatchObject({ status: 401, code: 401 });
  });

  it('adjusts stock once for each Idempotency-Key, never below what is reserved', async () => {
    const { skuId } = await shop.product(10);
    const owner = await shop.owner();
    const shopper = await shop.shopper('oHolds');
    await shopper.post('/orders', { items: [{ skuId, quantity: 4 }] }, randomUUID());
    const adjust = (client: Api, delta: number, key?: string) =>
      client.post<Stock>(`/admin/stock/${skuId}/adjustments`, { delta, reason: '盘点' }, key);

    const made = await adjust(owner, -1, 'count-1');
    expect(made).toMatchObject({ status: 201, data: { onHand: 9, reserved: 4, available: 5, sold: 0 } });
    const repeated = await adjust(owner, -1, 'count-1');
    expect(repeated).toMatchObject({ status: 201, data: made.data });
    expect(repeated.headers.get('idempotency-replayed')).toBe('true');
    expect((await adjust(owner, -2, 'count-1')).code).toBe(4004);
    expect((await adjust(owner, -1)).code).toBe(4003);
    expect(await adjust(owner, -6, 'count-2')).toMatchObject({
      code: 3001,
      data: { shortages: [{ skuId, requested: 6, available: 5 }] },
    });

    const newest = await owner.get<Page<Movement>>(`/admin/stock/${skuId}/movements?limit=2`);
    const rest = await owner.get<Page<Movement>>(`/admin/stock/${skuId}/movements?cursor=${newest.data.nextCursor}`);
    const ledger = [...newest.data.items, ...rest.data.items];
    expect(ledger.map(({ type, quantity }) => [type, quantity])).toEqual([
      ['adjusted', -1],
      ['reserved', -4],
      ['initial', 10],
    ]);
    expect((await owner.get(`/admin/stock/${skuId}/movements?cursor=nonsense`)).code).toBe(400);
  });
});
