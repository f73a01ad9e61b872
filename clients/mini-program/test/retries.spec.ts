import type { ShopError } from '../src/index.js';
import { isShopError } from '../src/index.js';
import { ok, page, refusal, ScriptedPhone } from './support/scripted-phone.js';

const PRODUCTS = 'GET /products';

let phone: ScriptedPhone;
beforeEach(() => {
  phone = new ScriptedPhone();
});

const failure = (promise: Promise<unknown>): Promise<ShopError> =>
  phone.clock.through(promise).then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => (isShopError(error) ? error : Promise.reject(error as Error)),
  );

describe('a GET', () => {
  it('is sent again after a lost answer, with growing pauses that chance spreads', async () => {
    phone.on(PRODUCTS, 'lost', 'lost', page([{ id: 'p1' }], null));
    expect(await phone.clock.through(phone.start().products.list())).toMatchObject({ items: [{ id: 'p1' }] });
    const [first = 0, second = 0] = phone.clock.pauses;
    expect([first >= 200 && first <= 400, second >= 400 && second <= 800]).toEqual([true, true]);
    const others = new ScriptedPhone();
    others.on(PRODUCTS, 'lost');
    await others.clock.through(
      others
        .start()
        .products.list()
        .catch(() => null),
    );
    expect(others.clock.pauses).not.toEqual(phone.clock.pauses);
  });

  it('is given up after the last retry', async () => {
    phone.on(PRODUCTS, 'lost');
    expect(await failure(phone.start({ retries: 4 }).products.list())).toMatchObject({ kind: 'network', status: 0 });
    expect(phone.requests).toHaveLength(5);
  });

  it.each([429, 503])('waits as long as %d asks for', async (status) => {
    phone.on(PRODUCTS, refusal(status, status, { headers: { 'Retry-After': '7' } }), page([], null));
    await phone.clock.through(phone.start().products.list());
    expect(phone.clock.pauses[0]).toBeGreaterThanOrEqual(7_000);
  });

  it('does not keep a shopper waiting for half a minute', async () => {
    phone.on(PRODUCTS, refusal(503, 503, { headers: { 'RETRY-AFTER': '31' } }));
    expect(await failure(phone.start().products.list())).toMatchObject({ status: 503, retryAfterMs: 31_000 });
    expect(phone.requests).toHaveLength(1);
  });

  it.each([400, 404, 500])('is not sent again after %d', async (status) => {
    phone.on(PRODUCTS, refusal(status, status));
    await failure(phone.start().products.list());
    expect(phone.requests).toHaveLength(1);
  });

  it('is sent again when a gateway answers instead of the shop, or the answer is cut off', async () => {
    const html = (status: number) => ({ status, headers: {}, body: '<html>' });
    phone.on(PRODUCTS, html(502), html(200), page([], null));
    await phone.clock.through(phone.start().products.list());
    phone.on(PRODUCTS, html(404));
    expect(await failure(phone.start().products.list())).toMatchObject({ kind: 'garbled', status: 404, code: 0 });
    expect(phone.requests).toHaveLength(4);
  });

  it('that gets no answer in time is ended and sent again', async () => {
    phone.on(PRODUCTS, 'silence', page([], null));
    await phone.clock.through(phone.start().products.list());
    expect([phone.aborted, phone.clock.pauses[0], phone.requests[0]?.timeoutMs]).toEqual([1, 10_000, 10_000]);
  });

  it('is not sent again in aeroplane mode', async () => {
    phone.on(PRODUCTS, 'lost');
    phone.online = false;
    expect(await failure(phone.start().products.list())).toMatchObject({ kind: 'offline' });
    expect(phone.requests).toHaveLength(1);
  });
});

it.each([
  ['POST', 'POST /orders/o1/cancel', 'cancel'],
  ['PUT', 'PUT /users/me', 'change'],
  ['DELETE', 'DELETE /users/me/addresses/a1', 'remove'],
])('a %s without an Idempotency-Key is sent once', async (_method, line, what) => {
  const shop = phone.start();
  const calls: Record<string, () => Promise<unknown>> = {
    cancel: () => shop.orders.cancel('o1'),
    change: () => shop.users.change({ nickname: '小明' }),
    remove: () => shop.addresses.remove('a1'),
  };
  for (const step of ['lost', refusal(503, 503), refusal(429, 429)] as const) {
    phone.on(line, step);
    await failure(calls[what]?.() ?? Promise.resolve());
  }
  expect(phone.at(line)).toHaveLength(3);
});

describe('a request', () => {
  it('carries what the API asks for, and no more', async () => {
    phone.on('PUT /users/me/addresses/a%2F1', ok({}));
    const shop = phone.start({ language: 'en' });
    await shop.addresses.change('a/1', { detail: '文三路 2 号' });
    expect(phone.requests.at(-1)).toEqual({
      method: 'PUT',
      url: 'https://shop.test/api/v1/users/me/addresses/a%2F1',
      headers: {
        Accept: 'application/json',
        'Accept-Language': 'en',
        Authorization: 'Bearer T1',
        'Content-Type': 'application/json',
      },
      body: '{"detail":"文三路 2 号"}',
      timeoutMs: 10_000,
    });
  });

  it('has a query of what was given, escaped', async () => {
    phone.on(PRODUCTS, page([], null));
    await phone.start().products.list({ q: '茶 & 水', categoryId: undefined, limit: 5 });
    expect(phone.requests[0]?.url).toBe(`https://shop.test/api/v1/products?q=${encodeURIComponent('茶 & 水')}&limit=5`);
    expect(phone.requests[0]?.headers).toEqual({ Accept: 'application/json', 'Accept-Language': 'zh-CN' });
  });
});

describe('at most ten requests', () => {
  it('are under way, and the others wait their turn', async () => {
    const order: string[] = [];
    phone.on(PRODUCTS, async ({ url }) => {
      await new Promise<void>((go) => phone.clock.after(100, go));
      order.push(url.replace(/^.*=/, ''));
      return page([], null);
    });
    const shop = phone.start();
    const asked = Array.from({ length: 35 }, (_, index) => `${index}`);
    await phone.clock.through(Promise.all(asked.map((q) => shop.products.list({ q }))));
    expect([phone.mostUnderWay, order]).toEqual([10, asked]);
  });

  it('do not keep a renewal waiting behind those that wait for it', async () => {
    let delayMs = 0;
    phone.on('GET /users/me', async ({ headers }) => {
      await new Promise<void>((go) => phone.clock.after((delayMs += 100), go));
      return headers['Authorization'] === 'Bearer T2' ? ok({ id: 'u1' }) : refusal(1102, 401);
    });
    const shop = phone.start();
    await phone.clock.through(Promise.all(Array.from({ length: 25 }, () => shop.users.me())));
    const lines = phone.requests.map(({ url }) => url.replace(/^.*v1/, ''));
    expect(lines.indexOf('/auth/token/refresh')).toBeLessThanOrEqual(12);
  });

  it('give their place back when they get no answer', async () => {
    phone.on(PRODUCTS, 'silence');
    phone.on('GET /categories', ok({ items: [] }));
    const shop = phone.start({ retries: 0 });
    const hopeless = Array.from({ length: 10 }, () => shop.products.list().catch(() => null));
    await phone.clock.through(Promise.all([...hopeless, shop.categories.list()]));
    expect(phone.at('GET /categories')).toHaveLength(1);
  });
});
