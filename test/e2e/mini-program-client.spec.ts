import {
  createShop,
  Codes,
  type PaymentArguments,
  type ShopOptions,
  wxPlatform,
} from '../../clients/mini-program/src/index.js';
import { type Wechat, WxShim } from '../../clients/mini-program/test/support/wx-shim.js';
import type { Api } from '../support/api.js';
import { Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';

const DAY = 24 * 3600_000;
const ADDRESS = {
  recipient: '张三',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 1 号',
  isDefault: true,
};

// The client is what is tried here; other suites try the server on every stack.
describe('the mini-program client and the real server', () => {
  let server: Shop;
  let owner: Api;
  let goods: { id: string; skuId: string };
  beforeAll(async () => {
    server = await Shop.open();
    owner = await server.owner();
    goods = await server.product(1000, 19_80);
  });
  afterAll(() => server?.close());

  let people = 0;
  /** A phone of somebody new. What the storage holds outlives the app that `start` starts. */
  function phone() {
    const openid = `oPhone${(people += 1)}`;
    const wechat: Wechat = {
      code: () => server.wechat.login({ openid }).code,
      pay: async (sheet: PaymentArguments) => void (await server.wechat.pay(sheet)),
    };
    const wx = new WxShim(wechat);
    let skewMs = 0;
    const clock = {
      now: () => Date.now() + skewMs,
      after: (ms: number, run: () => void) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    };
    const baseUrl = server.url;
    const start = (options: Partial<ShopOptions> = {}) =>
      createShop({ baseUrl, platform: wxPlatform(wx), clock, retryBaseMs: 20, ...options });
    return { openid, wx, wechat, start, skew: (ms: number) => (skewMs = ms) };
  }

  const wish = (quantity = 1) => ({ items: [{ skuId: goods.skuId, quantity }] });
  const tokenIn = (wx: WxShim) =>
    (JSON.parse(wx.kept.get('jishi.session') ?? '{}') as { accessToken: string }).accessToken;
  const endSessions = async (openid: string) => {
    const other = await server.shopper(openid);
    expect((await other.delete('/auth/sessions')).status).toBe(200);
  };

  it('takes a shopper from login over browsing, ordering and paying to the refund', async () => {
    const { wx, start } = phone();
    const shop = start();
    const products = await eventually(
      () => shop.products.list({ q: '龙井' }),
      ({ items }) => items.length > 0,
    );
    const product = await shop.products.get(products.items[0]?.id ?? '');
    expect([wx.logins, product.priceFen, (await shop.categories.list()).length]).toEqual([0, 19_80, 1]);

    expect((await shop.auth.logIn()).isNew).toBe(true);
    const address = await shop.addresses.add(ADDRESS);
    expect(await shop.addresses.list()).toEqual([address]);
    expect(await shop.addresses.change(address.id, { detail: '文三路 2 号' })).toMatchObject({ detail: '文三路 2 号' });
    expect(await shop.users.change({ nickname: '小明' })).toMatchObject({ nickname: '小明' });
    expect(await shop.users.consent([{ purpose: 'profile', version: '1', granted: true }])).toHaveLength(1);

    const order = await shop.orders.place({ ...wish(2), remark: '请尽快', expectedTotalFen: 39_60 });
    expect(order).toMatchObject({ status: 'CREATED', totalFen: 39_60, address: { detail: '文三路 2 号' } });
    expect(await shop.orders.pay(order.id)).toMatchObject({ outcome: 'paid', order: { status: 'PAID' } });
    expect(await shop.orders.pay(order.id)).toMatchObject({ outcome: 'paid', sheet: '' });

    const refund = await shop.orders.refund(order.id, { reason: '不想要了' });
    await owner.post(`/admin/refunds/${refund.id}/approval`);
    const refunded = await eventually(
      () => shop.orders.get(order.id),
      ({ status }) => status === 'REFUNDED',
    );
    expect(refunded.refunds).toMatchObject([{ id: refund.id, amountFen: 39_60, status: 'SUCCEEDED' }]);

    await shop.addresses.remove(address.id);
    expect(await shop.users.exportData()).toMatchObject({});
    expect((await shop.auth.sessions()).map(({ current }) => current)).toEqual([true]);
    await shop.auth.logOut();
    expect([wx.kept.size, wx.logins]).toEqual([0, 1]);
  });

  it('goes over all orders of a shopper, page by page', async () => {
    const shop = phone().start();
    const placed: string[] = [];
    for (let count = 1; count <= 5; count++) placed.push((await shop.orders.place(wish(count))).id);
    const seen: string[] = [];
    for await (const { id } of shop.orders.all({ limit: 2, status: 'CREATED' })) seen.push(id);
    expect(seen).toEqual(placed.reverse());
    expect(await shop.orders.cancel(seen[0] ?? '')).toMatchObject({ status: 'CANCELLED', cancelReason: 'customer' });
  });

  it('tells what the shop refused, and why', async () => {
    const shop = phone().start();
    await expect(shop.orders.place({ ...wish(), expectedTotalFen: 1 })).rejects.toMatchObject({
      kind: 'refused',
      code: Codes.PriceChanged,
      status: 409,
      data: { totalFen: 19_80 },
    });
    await expect(shop.orders.place(wish(0))).rejects.toMatchObject({
      code: 400,
      errors: [{ path: 'items.0.quantity' }],
    });
    const english = phone().start({ language: 'en' });
    await expect(english.orders.get('nothing')).rejects.toMatchObject({ code: 4001, message: 'Order not found' });
  });

  it('[P05] renews once for many parallel 401s, and never has more than ten requests under way', async () => {
    const { wx, start, openid } = phone();
    const shop = start();
    await shop.users.me();
    await endSessions(openid);
    const mine = await Promise.all(Array.from({ length: 40 }, () => shop.users.me()));
    expect([mine.length, new Set(mine.map(({ id }) => id)).size, wx.logins]).toEqual([40, 1, 2]);
    expect(wx.mostUnderWay).toBe(10);
  });

  it('refreshes an expired session, whatever the phone holds for the time', async () => {
    const { wx, start, skew } = phone();
    await start().users.me();
    for (const skewMs of [DAY, 0, -DAY]) {
      skew(skewMs);
      await start().users.me();
    }
    // Forward: renewed early. Back again, and back a day: the token is good, and is sent.
    expect([wx.at('POST /auth/token/refresh').length, wx.logins, wx.at('GET /users/me').length]).toEqual([1, 1, 4]);
  });

  it('signs in silently when the session family is revoked', async () => {
    const { wx, start, openid } = phone();
    const { id } = await start().users.me();
    await endSessions(openid);
    expect((await start().users.me()).id).toBe(id);

    // A refresh token that somebody has used already: the family is gone, and a new one begins.
    const spent = JSON.parse(wx.kept.get('jishi.session') ?? '{}') as { refreshToken: string };
    await server.api.post('/auth/token/refresh', { refreshToken: spent.refreshToken });
    wx.kept.set('jishi.session', JSON.stringify({ ...spent, receivedAt: 1 }));
    expect((await start().users.me()).id).toBe(id);
    expect(wx.logins).toBe(3);
  });

  it('does not go round in circles when the account is blocked', async () => {
    const { wx, start } = phone();
    const shop = start();
    const { id } = await shop.users.me();
    await owner.post(`/admin/users/${id}/block`, { reason: '刷单' });
    const refused = () => shop.users.me().catch((error: unknown) => error);
    expect(await Promise.all([refused(), refused()])).toMatchObject([{ code: 1107 }, { code: 1107 }]);
    expect(wx.at('POST /auth/wechat/login').length).toBeLessThanOrEqual(3);
  });

  it('[P09] places one order, however many of its answers are lost on the way', async () => {
    const { wx, start } = phone();
    const shop = start();
    wx.loseAnswers('POST /orders', 2);
    const order = await shop.orders.place(wish());
    const keys = wx.at('POST /orders').map(({ header }) => header['Idempotency-Key']);
    expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
    expect((await shop.orders.list()).items.map(({ id }) => id)).toEqual([order.id]);
  });

  it('goes on with a lost order after a restart of the app, and forgets it when it is answered', async () => {
    const { wx, start, skew } = phone();
    wx.loseAnswers('POST /orders', 1);
    await expect(start({ retries: 0 }).orders.place(wish(3))).rejects.toMatchObject({ isOutcomeOpen: true });

    const restarted = start();
    expect(await restarted.orders.resume()).toMatchObject([
      { what: 'order', outcome: 'done', order: { status: 'CREATED' } },
    ]);
    expect(await restarted.orders.resume()).toEqual([]);
    expect((await restarted.orders.list()).items).toHaveLength(1);

    wx.loseAnswers('POST /orders', 1);
    await restarted.orders.place(wish(4)).catch(() => null);
    skew(DAY);
    expect((await start().orders.list()).items).toHaveLength(2);
  });

  it('survives the loss of the answer to a refresh and to a login', async () => {
    const { wx, start } = phone();
    wx.loseAnswers('POST /auth/wechat/login', 1);
    const { id } = await start().users.me();
    expect(wx.logins).toBe(2);
    const kept = JSON.parse(wx.kept.get('jishi.session') ?? '{}') as object;
    wx.kept.set('jishi.session', JSON.stringify({ ...kept, receivedAt: 1 }));
    wx.loseAnswers('POST /auth/token/refresh', 1);
    expect((await start().users.me()).id).toBe(id);
    expect([wx.logins, wx.at('POST /auth/token/refresh').length]).toEqual([3, 1]);
  });

  it('in aeroplane mode pays and places nothing, and nothing later by itself', async () => {
    const { wx, start } = phone();
    const shop = start();
    const order = await shop.orders.place(wish());
    wx.isInAeroplaneMode = true;
    const offline = { kind: 'offline', isOutcomeOpen: false };
    await expect(shop.orders.pay(order.id)).rejects.toMatchObject(offline);
    await expect(shop.orders.place(wish(2))).rejects.toMatchObject(offline);
    await expect(shop.orders.list()).rejects.toMatchObject(offline);
    wx.isInAeroplaneMode = false;
    expect(await start().orders.resume()).toEqual([]);
    expect((await start().orders.list()).items).toMatchObject([{ id: order.id, status: 'CREATED' }]);
  });

  it('knows of a payment whose notification and sheet were lost', async () => {
    const { wechat, start } = phone();
    wechat.pay = async (sheet) => {
      await server.wechat.pay({ ...sheet, notify: false });
      throw new Error('requestPayment:fail');
    };
    const shop = start();
    const { id } = await shop.orders.place(wish());
    expect(await shop.orders.pay(id)).toMatchObject({ outcome: 'paid', sheet: 'requestPayment:fail' });
    wechat.pay = () => Promise.reject(new Error('requestPayment:fail cancel'));
    const { id: another } = await shop.orders.place(wish(2));
    expect(await shop.orders.pay(another)).toMatchObject({ outcome: 'cancelled', order: { status: 'CREATED' } });
  });

  it('ends with the account: what comes after an erasure is somebody new', async () => {
    const { wx, start } = phone();
    const shop = start();
    const { id } = await shop.users.me();
    await shop.users.erase();
    expect(tokenIn(wx)).toBeUndefined();
    expect((await shop.users.me()).id).not.toBe(id);
  });

  it('refreshes a token that ran out on a phone that cannot know: once, whatever waits for it', async () => {
    await server.stop();
    await server.start(1, { JWT_ACCESS_TTL: '5s' });
    const { wx, start, skew } = phone();
    const shop = start();
    await shop.users.me();
    skew(-DAY);
    const asBefore = server.api.as({ token: tokenIn(wx) });
    await eventually(
      () => asBefore.get('/users/me'),
      ({ code }) => code === 1102,
    );
    expect(await Promise.all(Array.from({ length: 15 }, () => shop.users.me()))).toHaveLength(15);
    expect([wx.at('POST /auth/token/refresh').length, wx.logins, wx.mostUnderWay]).toEqual([1, 1, 10]);
  });
});
