import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertInvariants } from '../support/invariants.js';
import { ConsoleClient, type Facts, type Feed } from '../support/console.js';
import { ShopProcess } from '../support/shop-process.js';

interface Entry {
  readonly at: string;
  readonly lane: string;
  readonly kind: string;
  readonly title: string;
  readonly source: string;
}

interface Shelf {
  readonly items: readonly { readonly skus: readonly { readonly id: string; readonly priceFen: number }[] }[];
}

interface Timeline {
  readonly order: { readonly status: string };
  readonly lanes: readonly string[];
  readonly entries: readonly Entry[];
}

describe('the console of a development server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-console-'));
  const DATABASE_URL = `sqlite:${join(folder, 'shop.sqlite')}`;
  let shop: ShopProcess;
  let desk: ConsoleClient;
  const feeds: Feed[] = [];
  beforeAll(async () => {
    shop = await ShopProcess.start({ NODE_ENV: 'development', DATABASE_URL, UPLOADS_PATH: join(folder, 'uploads') });
    desk = new ConsoleClient(shop.url);
  });
  afterEach(async () => {
    for (const feed of feeds.splice(0)) feed.close();
    await desk.remove('/faults');
  });
  afterAll(async () => {
    await shop?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const watch = async (after?: string) => {
    const feed = await desk.feed(after);
    feeds.push(feed);
    return feed;
  };
  const timelineOf = async (orderId: string) => (await desk.get<Timeline>(`/orders/${orderId}/timeline`)).data;
  const paidOrder = async (user: string) => {
    const buyer = await desk.buyer(user);
    const orderId = await buyer.order();
    await buyer.pay(orderId);
    await buyer.becomes(orderId, 'PAID');
    return { buyer, orderId };
  };

  it('answers in the envelope, and says what is wrong with a request', async () => {
    const { status, code, data } = await desk.get('/state');
    expect([status, code, data['stores']]).toEqual([200, 200, { database: 'sqlite', redis: 'off' }]);
    expect(data['staff']).toEqual({ username: 'owner', password: null });
    expect(await desk.post('/bursts', { buyers: 0, more: 1 })).toMatchObject({ status: 400, code: 400 });
    expect((await desk.post('/clock', { skip: 'soon' })).errors).toMatchObject([{ path: 'skip' }]);
    expect((await desk.get('/orders/nobody/timeline')).status).toBe(404);
    expect((await desk.get('/nothing')).status).toBe(404);
    expect((await desk.get('/orders?limit=101')).status).toBe(400);
  });

  it('serves its page from files of its own, and nothing beside them', async () => {
    const page = await fetch(`${shop.url}/console`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(await page.text()).not.toMatch(/https?:\/\//);
    for (const path of ['nothing.js', '../serve-console.js', '..%2fserve-console.js', '%2e%2e/index.js', '.hidden.js'])
      expect((await fetch(`${shop.url}/console/page/${path}`)).status).toBe(404);
  });

  it('lets no page of another origin in, nor one whose name was pointed here', async () => {
    const origin = { origin: 'https://evil.example' };
    expect((await desk.post('/faults/wechat-down', {}, origin)).status).toBe(403);
    expect((await desk.get('/state', origin)).status).toBe(403);
    expect((await desk.get('/state', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const form = await fetch(`${shop.url}/console/clock`, {
      method: 'POST',
      body: new URLSearchParams({ skip: '1d' }),
    });
    expect(form.status).toBe(415);
    const options = await fetch(`${shop.url}/console/clock`, { method: 'OPTIONS', headers: origin });
    expect(options.headers.get('access-control-allow-origin')).toBeNull();
    expect((await desk.get('/clock')).data['aheadMs']).toBe(0);
    expect((await desk.get<{ items: [] }>('/faults')).data.items).toEqual([]);
  });

  it('tells an order’s way as it goes: requests, their parts, events along the arrows, stock and WeChat', async () => {
    const feed = await watch();
    const { orderId } = await paidOrder('traveller');
    await feed.until('inbox', ({ handler }) => handler === 'TellShopperOnOrderPaid');
    const placing = await feed.until('trace.ended', ({ name }) => name === 'POST /api/v1/orders');
    expect(placing).toMatchObject({ kind: 'request', context: 'order', status: 201, error: null });
    const parts = placing['spans'] as readonly { kind: string; name: string; context: string | null }[];
    expect(parts).toContainEqual(expect.objectContaining({ kind: 'use-case', name: 'DraftOrders', context: 'order' }));
    expect(parts).toContainEqual(expect.objectContaining({ kind: 'statement', name: 'INSERT outbox' }));
    const began = feed.of('trace.began').find(({ spanId }) => spanId === placing['spanId']);
    expect(began).toMatchObject({ name: 'POST /api/v1/orders', context: 'order' });

    const paid = await feed.until(
      'outbox',
      (event) => event['type'] === 'order.paid' && event['status'] === 'delivered',
    );
    expect(paid).toMatchObject({ orderId, from: 'order' });
    expect(paid['to']).toContainEqual({ context: 'inventory', handler: 'SellStockOnOrderPaid', transaction: true });
    const reaction = await feed.until('trace.ended', ({ name }) => name === 'SellStockOnOrderPaid');
    expect(reaction).toMatchObject({ kind: 'reaction', context: 'inventory', event: { id: paid['id'] } });
    expect((reaction['causes'] as Facts[])[0]?.['traceId']).toBe(paid['traceId']);

    expect(feed.of('stock').filter((one) => one['orderId'] === orderId)).toMatchObject([
      { type: 'reserved', quantity: -1 },
      { type: 'sold', quantity: 0 },
    ]);
    expect(await feed.until('call.began')).toMatchObject({ name: expect.stringContaining('WeChat') });
    expect(await feed.until('notification', (one) => one['status'] === 'delivered')).toMatchObject({ orderId });
  });

  it('tells of no person: no token, no name, no account at WeChat, no value of a statement', async () => {
    const feed = await watch();
    const { buyer, orderId } = await paidOrder('somebody-by-name');
    await buyer.post('/users/me/addresses', {
      recipient: '收件人甲',
      phone: '13800138000',
      province: '浙江',
      city: '杭州',
      district: '西湖',
      detail: '龙井路一号',
    });
    await feed.until('trace.ended', ({ name }) => name === 'POST /api/v1/users/me/addresses');
    const all = [feed.messages.map(({ text }) => text).join('\n'), JSON.stringify(await timelineOf(orderId))].join();
    expect(all).not.toContain(buyer.token);
    expect(all).not.toMatch(/somebody-by-name|收件人甲|13800138000|龙井路一号|"openid"|\bo[A-Za-z0-9_-]{27}\b/);
  });

  it('goes on after the last message that was read, and says when it cannot', async () => {
    const first = await watch();
    const buyer = await desk.buyer('resumer');
    await first.until('trace.ended', ({ name }) => name === 'POST /api/v1/auth/wechat/login');
    const { lastId } = first;
    const orderId = await buyer.order();
    await first.until('stock', (one) => one['orderId'] === orderId);
    const second = await watch(lastId);
    expect(second.resumed).toBe(true);
    await second.until('stock', (one) => one['orderId'] === orderId);
    const idsOf = (feed: Feed) => feed.messages.flatMap(({ id }) => id ?? []);
    const missed = idsOf(first).slice(idsOf(first).indexOf(lastId ?? '') + 1);
    expect(idsOf(second).slice(0, missed.length)).toEqual(missed);
    expect((await watch('01ANOTHERPROCESS-7')).resumed).toBe(false);
  });

  it('shows all that belongs to an order in the order of time, in lanes', async () => {
    const { orderId } = await paidOrder('historian');
    await desk.settledLights();
    const { order, lanes, entries } = await timelineOf(orderId);
    expect(order.status).toBe('PAID');
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted());
    expect(entries[0]).toMatchObject({ kind: 'request', title: 'POST /api/v1/orders' });
    expect([...lanes].sort()).toEqual(['inventory', 'notification', 'order', 'payment', 'wechat']);
    const told = entries.map(({ lane, kind, title, source }) => `${lane} ${kind} ${title} ${source}`);
    for (const entry of [
      'order request POST /api/v1/orders feed',
      'order event order.placed database',
      'inventory stock reserved database',
      'payment request POST /api/v1/orders/:id/payment feed',
      'wechat wechat-call WeChat prepay feed',
      'wechat notification TRANSACTION.SUCCESS wechat',
      'payment payment succeeded database',
      'order reaction SettleOrderOnPaymentSucceeded database',
      'inventory stock sold database',
    ])
      expect(told).toContain(entry);
  });

  it('shows of an order from a cart what left the cart, and the coupon it used', async () => {
    const buyer = await desk.buyer('collector');
    const key = (name: string) => ({ 'idempotency-key': `${buyer.token.slice(-20)}-${name}` });
    const { data: templates } = await buyer.get<{ items: { id: string }[] }>('/coupon-templates');
    const coupon = await buyer.post<{ id: string }>(
      `/coupon-templates/${templates.items[0]?.id}/claim`,
      {},
      key('claim'),
    );
    const { data: shelf } = await buyer.get<Shelf>('/products?limit=100');
    const dear = shelf.items.flatMap(({ skus }) => skus).find(({ priceFen }) => priceFen >= 5_000);
    await buyer.post('/cart/lines', { skuId: dear?.id, quantity: 1 });
    const cartOrder = { skuIds: [dear?.id], couponId: coupon.data.id };
    const { data } = await buyer.post<{ id: string }>('/cart/orders', cartOrder, key('order'));
    await desk.settledLights();
    const { lanes, entries } = await timelineOf(data.id);
    expect(lanes).toEqual(expect.arrayContaining(['cart', 'promotion']));
    const told = entries.map(({ lane, kind, title }) => `${lane} ${kind} ${title}`);
    expect(told).toEqual(expect.arrayContaining(['promotion coupon used', 'cart cart left']));
  });

  it('holds what is declared against what was seen, and shows the orphans', async () => {
    await paidOrder('subscriber');
    await desk.settledLights();
    const { data } = await desk.get<{
      subscriptions: Facts[];
      orphans: { unheard: string[]; unseen: Facts[]; unknown: Facts[] };
    }>('/subscriptions');
    const selling = data.subscriptions.find(({ handler }) => handler === 'SellStockOnOrderPaid');
    expect(selling).toMatchObject({ type: 'order.paid', from: 'order', context: 'inventory', declared: true });
    expect((selling?.['observed'] as { count: number }).count).toBeGreaterThan(0);
    expect(data.orphans.unheard).toEqual(expect.arrayContaining(['order.completed']));
    expect(data.orphans.unseen).toContainEqual({ type: 'media.refused', handler: 'ClearAvatarOnMediaRefused' });
    expect(data.orphans.unknown).toEqual([]);
  });

  it('[I1] sells exactly 100 to 200 buyers, and tells the others 3001', async () => {
    const feed = await watch();
    expect(await desk.post('/bursts', { buyers: 200, stock: 100 })).toMatchObject({ status: 201 });
    expect((await desk.post('/bursts')).status).toBe(409);
    const end = await feed.until('burst', ({ state }) => state !== 'running');
    expect(end).toMatchObject({ state: 'done', ordered: 100, refused: 100, failed: 0, paid: 100 });
    expect(end['codes']).toEqual({ 200: 100, 3001: 100 });
    expect(end['outcome']).toEqual({ available: 0, reserved: 0, sold: 100, exact: true, invariants: 'green' });
    expect((await desk.get('/bursts')).data).toMatchObject({ id: end['id'], state: 'done' });
    await assertInvariants(DATABASE_URL);
  });
});
