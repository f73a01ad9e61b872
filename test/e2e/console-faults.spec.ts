import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertInvariants } from '../support/invariants.js';
import { ConsoleClient, type Facts } from '../support/console.js';
import { ShopProcess } from '../support/shop-process.js';
import { eventually, until } from '../support/until.js';

const GREEN = ['green', 'green', 'green', 'green'];

interface FaultList {
  readonly items: readonly {
    readonly id: string;
    readonly kind: string;
    readonly hits: number;
    readonly left: number;
  }[];
  readonly kinds: readonly {
    readonly kind: string;
    readonly available: boolean;
    readonly reason: { readonly zh: string; readonly en: string } | null;
  }[];
}

describe('faults from the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-console-faults-'));
  const DATABASE_URL = `sqlite:${join(folder, 'shop.sqlite')}`;
  let shop: ShopProcess;
  let desk: ConsoleClient;
  beforeAll(async () => {
    shop = await ShopProcess.start({ NODE_ENV: 'development', DATABASE_URL, UPLOADS_PATH: join(folder, 'uploads') });
    desk = new ConsoleClient(shop.url);
  });
  afterEach(async () => {
    await desk.remove('/faults');
    expect(await desk.settledLights()).toEqual(GREEN);
    await assertInvariants(DATABASE_URL, { now: new Date((await clock()).now) });
  });
  afterAll(async () => {
    await shop?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const clock = async () => (await desk.get<{ now: string; aheadMs: number }>('/clock')).data;
  const faults = async () => (await desk.get<FaultList>('/faults')).data;
  const notificationsOf = async (orderId: string) => {
    const { data } = await desk.get<{ notifications: Facts[] }>('/state');
    return data.notifications.filter((one) => one['orderId'] === orderId);
  };
  const eventsOf = async (orderId: string, kind: string, title: string) => {
    const { data } = await desk.get<{ entries: { kind: string; title: string }[] }>(`/orders/${orderId}/timeline`);
    return data.entries.filter((entry) => entry.kind === kind && entry.title === title);
  };
  const ordered = async (user: string) => {
    const buyer = await desk.buyer(user);
    return { buyer, orderId: await buyer.order() };
  };

  it('[I2] a notification that comes three times has one effect', async () => {
    const { buyer, orderId } = await ordered('tripled');
    const set = await desk.post('/faults/notification-duplicated', { copies: 2 });
    expect(set).toMatchObject({ status: 201, data: { kind: 'notification-duplicated', left: 1, hits: 0 } });
    await buyer.pay(orderId);
    await buyer.becomes(orderId, 'PAID');
    const sent = await eventually(
      () => notificationsOf(orderId),
      (all) => all.length === 3 && all.every(({ status }) => status === 'delivered'),
    );
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    await desk.settledLights();
    expect(await eventsOf(orderId, 'stock', 'sold')).toHaveLength(1);
    expect((await faults()).items).toEqual([]);
  });

  it('a thousand more notifications at once have no effect either', async () => {
    const { buyer, orderId } = await ordered('thousandfold');
    await buyer.pay(orderId);
    await buyer.becomes(orderId, 'PAID');
    expect((await desk.post('/wechat/notify', { orderId, times: 1_000 })).status).toBe(200);
    await until(async () => (await notificationsOf(orderId)).every(({ status }) => status === 'delivered'));
    expect(await eventsOf(orderId, 'stock', 'sold')).toHaveLength(1);
  });

  it('a notification that is late is on its way until time is skipped', async () => {
    const { buyer, orderId } = await ordered('late');
    await desk.post('/faults/notification-delayed', { delayMs: 60_000 });
    await buyer.pay(orderId);
    const [waiting] = await notificationsOf(orderId);
    expect(waiting).toMatchObject({ status: 'sending', attempts: [], fault: 'late 60000' });
    // Its placing may still be on its way to who hears of it.
    const lights = await eventually(
      () => desk.lights(),
      ([, , effects]) => effects === 'green',
    );
    expect(lights).toEqual(['green', 'busy', 'green', 'green']);
    expect((await desk.post('/clock', { until: 'wechat-retry' })).status).toBe(200);
    await buyer.becomes(orderId, 'PAID');
  });

  it('a notification that is lost is made up for by asking WeChat', async () => {
    const { buyer, orderId } = await ordered('lost');
    await desk.post('/faults/notification-lost');
    await buyer.pay(orderId);
    expect(await notificationsOf(orderId)).toMatchObject([{ status: 'lost', attempts: [] }]);
    expect(await buyer.statusOf(orderId)).toBe('CREATED');
    await desk.post('/clock', { skip: '1m' });
    await buyer.becomes(orderId, 'PAID');
  });

  it('a forged notification is refused, and the genuine one believed', async () => {
    const { buyer, orderId } = await ordered('forged');
    await desk.post('/faults/notification-forged');
    await buyer.pay(orderId);
    const refused = (all: readonly Facts[]) => (all[0]?.['attempts'] as Facts[] | undefined)?.[0]?.['status'] === 401;
    await eventually(() => notificationsOf(orderId), refused);
    expect(await buyer.statusOf(orderId)).toBe('CREATED');
    await desk.post('/clock', { until: 'wechat-retry' });
    await buyer.becomes(orderId, 'PAID');
  });

  it('a WeChat that is down is told of as such, and everything is as before when it is back', async () => {
    const { buyer, orderId } = await ordered('down');
    await desk.post('/faults/wechat-down');
    expect(await buyer.post(`/orders/${orderId}/payment`)).toMatchObject({ status: 503, code: 6001 });
    expect((await buyer.get('/products')).status).toBe(200);
    const [fault] = (await faults()).items;
    expect(fault?.hits).toBeGreaterThan(0);
    expect(await desk.remove(`/faults/${fault?.id}`)).toMatchObject({ status: 200, data: { items: [] } });
    expect((await desk.remove(`/faults/${fault?.id}`)).status).toBe(404);
    await eventually(
      () => buyer.post(`/orders/${orderId}/payment`),
      ({ status }) => status === 200,
    );
    await buyer.pay(orderId);
    await buyer.becomes(orderId, 'PAID');
  });

  it('a slow WeChat holds up who needs it and nobody else', async () => {
    const { buyer, orderId } = await ordered('slow');
    const feed = await desk.feed();
    await desk.post('/faults/wechat-slow', { delayMs: 1_500 });
    const asked = buyer.post(`/orders/${orderId}/payment`);
    await feed.until('call.began', ({ name }) => name === 'WeChat prepay');
    expect((await buyer.get('/products')).status).toBe(200);
    expect(feed.of('trace.ended').some(({ name }) => String(name).endsWith('/payment'))).toBe(false);
    expect((await asked).status).toBe(200);
    const { ms } = await feed.until('trace.ended', ({ name }) => String(name).endsWith('/payment'));
    expect(ms).toBeGreaterThanOrEqual(1_500);
    feed.close();
  });

  it('ends by itself, and the feed says so', async () => {
    const feed = await desk.feed();
    await desk.post('/faults/wechat-slow', { delayMs: 1, forMs: 1_000 });
    await feed.until('faults', ({ items }) => (items as unknown[]).length === 1);
    await eventually(
      () => feed.of('faults').at(-1)?.['items'],
      (items) => (items as unknown[]).length === 0,
    );
    feed.close();
  });

  it('says what cannot be done here, and why', async () => {
    const frozen = (await faults()).kinds.find(({ kind }) => kind === 'redis-frozen');
    expect(frozen).toMatchObject({
      available: false,
      reason: { zh: expect.stringContaining('REDIS_URL'), en: expect.stringContaining('REDIS_URL is not set') },
    });
    expect(await desk.post('/faults/redis-frozen')).toMatchObject({ status: 409, data: { reason: frozen?.reason } });
    expect((await desk.post('/faults/earthquake')).status).toBe(404);
    expect((await desk.post('/faults/wechat-slow', { delayMs: 0 })).status).toBe(400);
  });

  it('an event that was put aside turns a light red, and is delivered when it is taken up again', async () => {
    const { buyer, orderId } = await ordered('aside');
    await desk.post('/faults/wechat-down');
    // Its second reaction calls WeChat, which is down: it waits.
    expect((await buyer.post(`/orders/${orderId}/payment`)).status).toBe(503);
    await buyer.post(`/orders/${orderId}/cancel`);
    const waiting = async () => (await desk.get<{ items: Facts[] }>('/events?status=pending')).data.items;
    const [event] = await eventually(waiting, (all) => all.some(({ attempts }) => Number(attempts) > 0));
    expect(event).toMatchObject({
      type: 'order.cancelled',
      orderId,
      lastError: expect.stringContaining('CloseAttempts'),
    });
    const parked = await desk.post(`/events/${String(event?.['id'])}/park`, { reason: 'to look at it' });
    expect(parked.data).toMatchObject({ status: 'dead', lastError: 'parked: to look at it' });
    expect((await desk.post(`/events/${String(event?.['id'])}/park`, { reason: 'again' })).status).toBe(409);
    const { data } = await desk.get<{ lights: { state: string; problems: string[] }[] }>('/invariants');
    expect(data.lights[2]).toMatchObject({ state: 'red', problems: [expect.stringContaining('to look at it')] });
    await desk.remove('/faults');
    expect((await desk.post(`/events/${String(event?.['id'])}/retry`)).data).toMatchObject({ attempts: 0 });
    await until(async () => (await waiting()).length === 0);
    expect((await desk.post(`/events/${String(event?.['id'])}/retry`)).status).toBe(409);
  });

  it('[I4] time that is skipped cancels unpaid orders and gives their stock back', async () => {
    const { buyer, orderId } = await ordered('hesitant');
    const before = await clock();
    const feed = await desk.feed();
    const { data } = await desk.post<{ aheadMs: number }>('/clock', { skip: '31m' });
    expect(data.aheadMs - before.aheadMs).toBe(31 * 60_000);
    await buyer.becomes(orderId, 'CANCELLED');
    expect(await feed.until('clock')).toMatchObject({ aheadMs: data.aheadMs });
    await until(async () => (await eventsOf(orderId, 'stock', 'released')).length === 1);
    expect((await desk.post('/clock', { until: 'automatic-receipt' })).status).toBe(409);
    expect((await desk.post('/clock', { skip: '61d' })).status).toBe(409);
    feed.close();
  });

  it('time that is skipped completes what was shipped; sessions age with it', async () => {
    const { buyer, orderId } = await ordered('receiver');
    await buyer.pay(orderId);
    await buyer.becomes(orderId, 'PAID');
    const owner = { username: 'owner', password: 'e2e-owner-password' };
    const answer = await fetch(`${shop.url}/api/v1/auth/staff/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(owner),
    });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const shipped = await desk.call(
      'POST',
      `/api/v1/admin/orders/${orderId}/shipment`,
      { carrier: 'SF', trackingNo: '1' },
      { cookie },
    );
    expect(shipped.status).toBe(200);
    await desk.settledLights();
    await desk.post('/clock', { until: 'automatic-receipt' });
    expect((await buyer.get('/orders')).code).toBe(1102);
    const again = await desk.buyer('receiver');
    await again.becomes(orderId, 'COMPLETED');
  });
});

describe('a process that is killed between commit and delivery', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-console-kill-'));
  const DATABASE_URL = `sqlite:${join(folder, 'shop.sqlite')}`;
  let shop: ShopProcess;
  let desk: ConsoleClient;
  beforeAll(async () => {
    shop = await ShopProcess.start({ NODE_ENV: 'development', DATABASE_URL, UPLOADS_PATH: join(folder, 'uploads') });
    desk = new ConsoleClient(shop.url);
  });
  afterAll(async () => {
    await shop?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('[I3] is started again, delivers what it had committed, and knows its time and its orders', async () => {
    const buyer = await desk.buyer('survivor');
    const orderId = await buyer.order();
    await desk.post('/clock', { skip: '10m' });
    const feed = await desk.feed();
    const { run, lastEventId } = (await desk.get<{ run: string; lastEventId: string }>('/state')).data;
    expect((await desk.post('/faults/process-killed', { type: 'order.paid' })).status).toBe(201);
    await buyer.pay(orderId);
    await until(() => feed.ended);
    const ready = () =>
      fetch(`${shop.url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until(ready);
    expect(shop.isRunning).toBe(true);

    const later = await desk.feed(lastEventId);
    expect(later.resumed).toBe(false);
    later.close();
    expect((await desk.get('/state')).data).toMatchObject({ aheadMs: 600_000 });
    expect((await desk.get('/state')).data['run']).not.toBe(run);
    await buyer.becomes(orderId, 'PAID');
    expect(await desk.settledLights()).toEqual(GREEN);
    const { data } = await desk.get<{ entries: { kind: string; title: string; source: string }[] }>(
      `/orders/${orderId}/timeline`,
    );
    const told = data.entries.map(({ kind, title, source }) => `${kind} ${title} ${source}`);
    for (const entry of [
      'order created database',
      'event order.placed database',
      'payment started database',
      'notification TRANSACTION.SUCCESS wechat',
      'event order.paid database',
      'reaction SellStockOnOrderPaid database',
      'stock sold database',
    ])
      expect(told).toContain(entry);
    expect(told.filter((entry) => entry === 'stock sold database')).toHaveLength(1);
    expect(told).not.toContain('request POST /api/v1/orders feed');
    await assertInvariants(DATABASE_URL, { now: new Date((await desk.get<{ now: string }>('/clock')).data.now) });
    expect(shop.output).toContain('A worker died and is replaced');
  });
});
