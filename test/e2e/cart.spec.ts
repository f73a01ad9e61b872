import { randomUUID } from 'node:crypto';
import type { Api } from '../support/api.js';
import { databaseRows } from '../support/database-rows.js';
import { persistently } from '../support/persistently.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Cart, Order } from '../support/views.js';

const NOBODYS_SKU = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

interface Merged {
  readonly cart: Cart;
  readonly refused: readonly { readonly skuId: string; readonly quantity: number; readonly code: number }[];
}

onEachStack((stack) => {
  let shop: Shop;
  let owner: Api;
  beforeAll(async () => {
    shop = await Shop.open({ stack, environment: { CART_LINES_MAX: '4' } });
    owner = await shop.owner();
  });
  afterAll(() => shop?.close());

  const cartOf = async (shopper: Api) => (await shopper.get<Cart>('/cart')).data;
  const unitsIn = ({ lines }: Cart) => Object.fromEntries(lines.map(({ skuId, quantity }) => [skuId, quantity]));
  const put = (shopper: Api, skuId: string, quantity = 1) => shopper.post<Cart>('/cart/lines', { skuId, quantity });
  const untilUnits = (shopper: Api, expected: Readonly<Record<string, number>>) =>
    eventually(
      () => cartOf(shopper),
      (cart) => JSON.stringify(unitsIn(cart)) === JSON.stringify(expected),
    );

  it('goes with a shopper from the phone’s own cart to an order, and takes back what is not paid for', async () => {
    const [tea, cup] = [await shop.product(10, 29_90), await shop.product(5, 19_00)];
    const login = await shop.logIn('oCollector');
    const shopper = shop.api.as({ token: login.accessToken });
    expect(await cartOf(shopper)).toEqual({ lines: [], selected: { lines: 0, quantity: 0, goodsFen: 0 } });

    await put(shopper, tea.skuId);
    const collected = {
      lines: [
        { skuId: tea.skuId, quantity: 2 },
        { skuId: cup.skuId, quantity: 1, selected: false },
        { skuId: NOBODYS_SKU, quantity: 1 },
      ],
    };
    const key = randomUUID();
    const refused = [{ skuId: NOBODYS_SKU, quantity: 1, code: 2002 }];
    const merged = await shopper.post<Merged>('/cart/merge', collected, key);
    expect(merged).toMatchObject({ status: 200, data: { refused } });
    expect(unitsIn(merged.data.cart)).toEqual({ [tea.skuId]: 3, [cup.skuId]: 1 });
    const again = await shopper.post<Merged>('/cart/merge', collected, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.data).toEqual(merged.data);
    expect(await shopper.post('/cart/merge', { lines: collected.lines.slice(1) }, key)).toMatchObject({ code: 4004 });
    expect(await shopper.post('/cart/merge', collected)).toMatchObject({ status: 400, code: 4003 });

    const changed = await shopper.put<Cart>(`/cart/lines/${tea.skuId}`, { quantity: 2 });
    expect(changed.data.selected).toEqual({ lines: 1, quantity: 2, goodsFen: 59_80 });
    const all = await shopper.put<Cart>('/cart/selection', { selected: true });
    expect(all.data.selected).toEqual({ lines: 2, quantity: 3, goodsFen: 78_80 });
    const one = await shopper.put<Cart>('/cart/selection', { selected: false, skuIds: [cup.skuId] });
    expect(one.data.selected).toMatchObject({ lines: 1, goodsFen: 59_80 });

    const orderKey = randomUUID();
    const wanted = { skuIds: [tea.skuId, cup.skuId], remark: '请放门口', expectedTotalFen: 78_80 };
    const placed = await shopper.post<Order>('/cart/orders', wanted, orderKey);
    expect(placed).toMatchObject({ status: 201, data: { status: 'CREATED', totalFen: 78_80 } });
    expect(placed.data.items.map(({ skuId, quantity }) => [skuId, quantity])).toEqual([
      [tea.skuId, 2],
      [cup.skuId, 1],
    ]);
    await untilUnits(shopper, {});
    const repeated = await shopper.post<Order>('/cart/orders', wanted, orderKey);
    expect([repeated.status, repeated.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(repeated.data).toEqual(placed.data);
    const other = await shopper.post('/cart/orders', { ...wanted, remark: '别的' }, orderKey);
    expect(other).toMatchObject({ status: 422, code: 4004 });

    await put(shopper, tea.skuId);
    await shopper.post(`/orders/${placed.data.id}/cancel`);
    const back = await eventually(
      () => cartOf(shopper),
      ({ lines }) => lines.length === 2,
    );
    expect(unitsIn(back)).toEqual({ [tea.skuId]: 3, [cup.skuId]: 1 });
    expect(back.selected).toEqual({ lines: 2, quantity: 4, goodsFen: 108_70 });
    expect((await shopper.post<Order>('/cart/orders', wanted, orderKey)).data).toMatchObject({ status: 'CANCELLED' });
  });

  it('shows prices, shelf and stock as they are now, and counts what can be ordered', async () => {
    const [tea, cup, pot, jar] = await Promise.all([
      shop.product(10, 10_00),
      shop.product(10, 1_00),
      shop.product(3, 1_00),
      shop.product(3, 1_00),
    ]);
    if (!tea || !cup || !pot || !jar) throw new Error('Four products');
    const shopper = await shop.shopper('oWatcher');
    for (const { skuId } of [tea, cup, pot, jar]) await put(shopper, skuId, 2);
    await owner.put(`/admin/products/${tea.id}`, { skus: [{ id: tea.skuId, priceFen: 12_00 }] });
    await owner.put(`/admin/products/${cup.id}`, { onShelf: false });
    await owner.call('POST', `/admin/stock/${pot.skuId}/adjustments`, {
      body: { delta: -2, reason: '盘点' },
      key: randomUUID(),
    });
    await owner.delete(`/admin/products/${jar.id}`);
    const { lines, selected } = await cartOf(shopper);
    const line = new Map(lines.map((one) => [one.skuId, one]));
    expect(line.get(tea.skuId)).toMatchObject({ priceFen: 12_00, addedPriceFen: 10_00, state: 'orderable' });
    expect(line.get(cup.skuId)).toMatchObject({ state: 'off-shelf', productName: '龙井' });
    expect(line.get(pot.skuId)).toMatchObject({ state: 'short', available: 1, quantity: 2 });
    expect(line.get(jar.skuId)).toMatchObject({ state: 'gone', productName: null, priceFen: null });
    expect(selected).toEqual({ lines: 1, quantity: 2, goodsFen: 24_00 });

    await owner.call('POST', `/admin/stock/${pot.skuId}/adjustments`, {
      body: { delta: -1, reason: '盘点' },
      key: randomUUID(),
    });
    expect((await cartOf(shopper)).lines.find(({ skuId }) => skuId === pot.skuId)).toMatchObject({ state: 'sold-out' });
    expect(await put(shopper, cup.skuId)).toMatchObject({ status: 409, code: 2003 });
    expect(await put(shopper, jar.skuId)).toMatchObject({ status: 404, code: 2002 });
    expect(await shopper.post('/cart/orders', { skuIds: [cup.skuId] }, randomUUID())).toMatchObject({ code: 2003 });
    expect(await shopper.post('/cart/orders', { skuIds: [pot.skuId] }, randomUUID())).toMatchObject({
      code: 3001,
      data: { shortages: [{ skuId: pot.skuId, requested: 2, available: 0 }] },
    });
    const seen = { skuIds: [tea.skuId], expectedTotalFen: 20_00 };
    expect(await shopper.post('/cart/orders', seen, randomUUID())).toMatchObject({
      code: 4007,
      data: { totalFen: 24_00 },
    });
    expect((await cartOf(shopper)).lines).toHaveLength(4);
  });

  it('says no to what is too much and to what is not there', async () => {
    const products = await Promise.all(Array.from({ length: 5 }, () => shop.product(9)));
    const [first, ...others] = products.map(({ skuId }) => skuId);
    const shopper = await shop.shopper('oHoarder');
    await put(shopper, first ?? '', 999);
    expect(await put(shopper, first ?? '')).toMatchObject({ status: 409, code: 7003, data: { most: 999 } });
    for (const skuId of others.slice(0, 3)) await put(shopper, skuId);
    expect(await put(shopper, others[3] ?? '')).toMatchObject({ status: 409, code: 7002, data: { most: 4 } });
    expect(await put(shopper, NOBODYS_SKU)).toMatchObject({ status: 404, code: 2002 });
    for (const body of [{ quantity: 1 }, { skuId: first, quantity: 0 }, { skuId: first, quantity: 1_000 }])
      expect((await shopper.post('/cart/lines', body)).status).toBe(400);

    const missing = { code: 7001, data: { skuIds: [NOBODYS_SKU] } };
    const named = { skuIds: [first, NOBODYS_SKU] };
    expect(await shopper.put('/cart/selection', { selected: false, ...named })).toMatchObject(missing);
    expect(await shopper.post('/cart/orders', named, randomUUID())).toMatchObject(missing);
    expect(await shopper.post('/cart/orders', { skuIds: [first] })).toMatchObject({ status: 400, code: 4003 });
    expect(await shopper.put(`/cart/lines/${NOBODYS_SKU}`, { quantity: 1 })).toMatchObject({ status: 404, code: 7001 });

    expect(await shopper.delete(`/cart/lines/${first}`)).toMatchObject({ status: 200, data: null });
    expect(await shopper.delete(`/cart/lines/${first}`)).toMatchObject({ status: 404, code: 7001 });
    expect(await shopper.delete('/cart')).toMatchObject({ status: 200, data: null });
    expect((await cartOf(shopper)).lines).toEqual([]);
    expect((await shopper.delete('/cart')).status).toBe(200);
  });

  it('[P54] loses what is ordered another way as well, and keeps what is paid for out', async () => {
    const [tea, cup] = [await shop.product(10), await shop.product(10)];
    const shopper = await shop.shopper('oAtTheShelf');
    await put(shopper, tea.skuId, 5);
    await put(shopper, cup.skuId);
    const items = [
      { skuId: tea.skuId, quantity: 3 },
      { skuId: cup.skuId, quantity: 4 },
    ];
    const { data: order } = await shopper.post<Order>('/orders', { items }, randomUUID());
    await untilUnits(shopper, { [tea.skuId]: 2 });
    await shop.pay(shopper, order.id);
    await eventually(
      () => shopper.get<Order>(`/orders/${order.id}`),
      ({ data }) => data.status === 'PAID',
    );
    await eventually(
      () => databaseRows(shop.databaseUrl, "SELECT id FROM outbox WHERE status <> 'delivered'", []),
      (waiting) => waiting.length === 0,
    );
    expect(unitsIn(await cartOf(shopper))).toEqual({ [tea.skuId]: 2 });
  });

  it('[P54] loses nothing that is put in at once, wherever, and has each SKU once', async () => {
    const [tea, cup] = [await shop.product(10), await shop.product(10)];
    const shopper = await shop.shopper('oTwoPhones');
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => persistently(() => put(shopper, n % 2 ? tea.skuId : cup.skuId))),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const { lines } = await cartOf(shopper);
    expect(lines.map(({ quantity }) => quantity)).toEqual([20, 20]);

    const key = randomUUID();
    const lost = await Promise.all(
      Array.from({ length: 10 }, () =>
        persistently(() => shopper.post('/cart/lines', { skuId: tea.skuId, quantity: 1 }, key)),
      ),
    );
    expect(lost.filter(({ status }) => status !== 200)).toEqual([]);
    expect(unitsIn(await cartOf(shopper))).toMatchObject({ [tea.skuId]: 21 });
  });

  it('[P54, P10] is ordered once by requests that come at once, and given back once by cancellations', async () => {
    const { skuId } = await shop.product(10);
    const shopper = await shop.shopper('oImpatientCollector');
    await put(shopper, skuId, 3);
    const key = randomUUID();
    const orders = await Promise.all(
      Array.from({ length: 10 }, () =>
        persistently(() => shopper.post<Order>('/cart/orders', { skuIds: [skuId] }, key)),
      ),
    );
    expect([...new Set(orders.map(({ status }) => status))]).toEqual([201]);
    const [id, ...more] = new Set(orders.map(({ data }) => data.id));
    expect(more).toEqual([]);
    await Promise.all(Array.from({ length: 5 }, () => shopper.post(`/orders/${id}/cancel`)));
    await eventually(
      () => databaseRows(shop.databaseUrl, "SELECT id FROM outbox WHERE status <> 'delivered'", []),
      (waiting) => waiting.length === 0,
    );
    expect(unitsIn(await cartOf(shopper))).toEqual({ [skuId]: 3 });
  });

  it('[P30, P32] is in the copy of one’s data, and gone with its shopper', async () => {
    const { skuId } = await shop.product(10);
    const { skuId: ordered } = await shop.product(10);
    const login = await shop.logIn('oLeaving');
    const shopper = shop.api.as({ token: login.accessToken });
    await put(shopper, skuId, 2);
    await put(shopper, ordered);
    const { data: order } = await shopper.post<Order>('/cart/orders', { skuIds: [ordered] }, randomUUID());
    await untilUnits(shopper, { [skuId]: 2 });
    const { data: copy } = await shopper.get<Record<string, object[]>>('/users/me/export');
    expect(copy['cart']).toMatchObject([{ skuId, quantity: 2 }]);
    expect(copy['cartTakeOuts']).toMatchObject([{ orderId: order.id, lines: [{ skuId: ordered, quantity: 1 }] }]);
    expect((await shopper.delete('/users/me')).status).toBe(200);
    await eventually(
      () => databaseRows(shop.databaseUrl, "SELECT id FROM outbox WHERE status <> 'delivered'", []),
      (waiting) => waiting.length === 0,
    );
    for (const table of ['carts', 'cart_lines', 'cart_take_outs', 'cart_merges']) {
      const sql = `SELECT customer_id FROM ${table} WHERE customer_id = ?`;
      expect([table, await databaseRows(shop.databaseUrl, sql, [login.user.id])]).toEqual([table, []]);
    }
  });
});
