import { randomUUID } from 'node:crypto';
import type { GetMessage } from 'amqplib';
import type { Api } from '../support/api.js';
import { asyncApiDocument, problemWith } from '../support/asyncapi-document.js';
import { BrokerClient, testAmqpUrl } from '../support/broker.js';
import { databaseRows } from '../support/database-rows.js';
import { expectStockToAddUp } from '../support/ledger.js';
import { PushClient } from '../support/push-client.js';
import { MYSQL, Shop } from '../support/shop.js';
import { OWNER, ShopProcess } from '../support/shop-process.js';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { eventually } from '../support/until.js';
import type { Order, Refund, Stock } from '../support/views.js';

const SHIPMENT = { carrier: '中通快递', trackingNo: 'ZT0123456789' };
const PERSON = {
  recipient: '欧阳锋',
  phone: '13912345678',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '白驼山庄 1 号',
};
const OPENID = 'oHearsFromAfar';
const PUSH_TOKEN = 'pushTokenOfTheShop';
const REMARK = '请放在门口';

interface Health {
  readonly details: {
    readonly relay: { status: string; inLine: number; queues: Record<string, { consumers: number; waiting: number }> };
  };
}

(MYSQL.isThere && testAmqpUrl ? describe : describe.skip)('a shop whose inventory runs apart', () => {
  let broker: BrokerClient;
  let proxy: TcpProxy;
  let copies: string;
  let shop: Shop;
  let inventory: ShopProcess | null = null;
  let owner: Api;
  let shopper: Api;
  const heard: GetMessage[] = [];

  beforeAll(async () => {
    broker = await BrokerClient.open();
    copies = await broker.listen();
    const url = new URL(testAmqpUrl ?? '');
    proxy = await openTcpProxy(url.hostname, Number(url.port || 5672));
    url.host = `127.0.0.1:${proxy.port}`;
    const environment = {
      EVENT_RELAY_URL: url.href,
      EVENT_RELAY_EXCHANGE: broker.exchange,
      CONTEXTS_APART: 'inventory',
      WECHAT_PUSH_TOKEN: PUSH_TOKEN,
    };
    shop = await Shop.open({ stack: MYSQL, processes: 1, environment });
    owner = await shop.owner();
    shopper = await shop.shopper(OPENID);
    await shopper.post('/users/me/addresses', { ...PERSON, isDefault: true });
  });
  afterAll(async () => {
    await inventory?.stop();
    await shop?.close();
    await proxy?.close();
    await broker?.close('inventory');
  });

  const startInventory = async () => {
    inventory = await ShopProcess.start({ ...shop.variables, OWN_CONTEXT: 'inventory' });
  };
  const relay = async (url = shop.urls[0] ?? '') =>
    ((await (await fetch(`${url}/health`)).json()) as Health).details.relay;
  const stockOf = async (skuId: string) => (await owner.get<Stock>(`/admin/stock/${skuId}`)).data;
  const place = async (skuId: string, quantity = 1) => {
    const order = { items: [{ skuId, quantity }], remark: REMARK };
    return (await shopper.post<Order>('/orders', order, randomUUID())).data.id;
  };
  const once = (id: string, status: string) =>
    eventually(
      async () => (await shopper.get<Order>(`/orders/${id}`)).data.status,
      (now) => now === status,
    );
  const pay = async (id: string) => {
    const { outTradeNo } = await shop.pay(shopper, id);
    await once(id, 'PAID');
    return outTradeNo;
  };
  const refund = async (id: string, status: 'SUCCESS' | 'CLOSED') => {
    const asked = await shopper.post<Refund>(`/orders/${id}/refunds`, { reason: REMARK }, randomUUID());
    shop.wechat.setRefundOutcome('PROCESSING');
    await owner.post(`/admin/refunds/${asked.data.id}/approval`);
    const becomes = (wanted: string) =>
      eventually(
        async () => (await shopper.get<Order>(`/orders/${id}`)).data.refunds.at(-1)?.status,
        (now) => now === wanted,
      );
    await becomes('PROCESSING');
    shop.wechat.settleRefund({ outRefundNo: `R${asked.data.id}`, status });
    await becomes(status === 'SUCCESS' ? 'SUCCEEDED' : 'FAILED');
  };
  const stockBecomes = (skuId: string, stock: Partial<Stock>) =>
    eventually(
      () => stockOf(skuId),
      (now) => Object.entries(stock).every(([name, units]) => now[name as keyof Stock] === units),
    );

  it('takes orders and money before any process of inventory has run, and says that nobody listens', async () => {
    const { skuId } = await shop.product(10);
    await pay(await place(skuId, 2));
    const cancelled = await place(skuId, 3);
    await shopper.post(`/orders/${cancelled}/cancel`);
    const asRelay = `SELECT DISTINCT handler FROM inbox WHERE handler LIKE 'Relay%' ORDER BY handler`;
    expect(await databaseRows(shop.databaseUrl, asRelay)).toEqual([
      { handler: 'Relay' },
      { handler: 'Relay:inventory' },
    ]);
    const state = await eventually(relay, ({ queues }) => queues['inventory']?.waiting === 2);
    expect(state).toMatchObject({ status: 'degraded', queues: { inventory: { consumers: 0 } } });
    expect(await stockOf(skuId)).toMatchObject({ available: 5, reserved: 5, sold: 0 });

    await startInventory();
    await stockBecomes(skuId, { available: 8, reserved: 0, sold: 2 });
    expect(await eventually(relay, ({ status }) => status === 'up')).toMatchObject({
      inLine: 0,
      queues: { inventory: { consumers: 1, waiting: 0, dead: 0 } },
    });
    await expectStockToAddUp(owner, skuId);
  });

  it('[P17] sells once what was paid while the process of inventory was dead, and when the broker brings everything again', async () => {
    const { skuId } = await shop.product(10);
    await pay(await place(skuId));
    await stockBecomes(skuId, { sold: 1 });
    await inventory?.kill();
    await pay(await place(skuId));
    const left = await place(skuId);
    await shopper.post(`/orders/${left}/cancel`);
    await startInventory();
    await stockBecomes(skuId, { sold: 2, reserved: 0 });

    const since = new Date(Date.now() - 3_600_000).toISOString();
    const again = await shop.run('relay-events', '--from', since);
    expect(again.stdout).toMatch(/^1\d events are in line/m);
    await pay(await place(skuId));
    await stockBecomes(skuId, { sold: 3 });
    await eventually(relay, ({ inLine, queues }) => inLine === 0 && queues['inventory']?.waiting === 0);
    expect(await expectStockToAddUp(owner, skuId)).toMatchObject({ available: 7, reserved: 0, sold: 3 });
  });

  it('[F07] goes on without the broker, and catches up when it is back', async () => {
    const { skuId } = await shop.product(20);
    await proxy.close();
    const orders: string[] = [];
    for (let n = 0; n < 5; n++) orders.push(await place(skuId));
    for (const id of orders) await pay(id);
    expect(await eventually(relay, ({ inLine }) => inLine >= 15)).toMatchObject({ status: 'degraded' });
    expect(await stockOf(skuId)).toMatchObject({ reserved: 5, sold: 0 });
    const ready = await fetch(`${shop.urls[0]}/health/ready`);
    expect(ready.status).toBe(200);

    const { hostname, port } = new URL(testAmqpUrl ?? '');
    proxy = await openTcpProxy(hostname, Number(port || 5672), { at: proxy.port });
    await stockBecomes(skuId, { reserved: 0, sold: 5 });
    expect(await eventually(relay, ({ inLine, status }) => inLine === 0 && status === 'up')).toBeTruthy();
    await expectStockToAddUp(owner, skuId);
  });

  it('tells the whole life of an order in the forms of docs/asyncapi.json, and nothing of the person', async () => {
    const { skuId } = await shop.product(10);
    const received = await place(skuId);
    const merchant_trade_no = await pay(received);
    await refund(received, 'CLOSED');
    await owner.post(`/admin/orders/${received}/shipment`, SHIPMENT);
    const trade = shop.wechat.state().transactions.find(({ outTradeNo }) => outTradeNo === merchant_trade_no);
    const push = new PushClient(shop, PUSH_TOKEN, null);
    const settled = {
      ToUserName: 'gh_shop',
      FromUserName: OPENID,
      CreateTime: 1_764_000_000,
      MsgType: 'event',
      Event: 'trade_manage_order_settlement',
      merchant_trade_no,
      transaction_id: trade?.transactionId ?? '',
      confirm_receive_method: 2,
      confirm_receive_time: 1_764_000_000,
      settlement_time: 1_764_000_001,
    };
    expect(await push.post(push.sender.push(settled))).toMatchObject({ status: 200 });
    await once(received, 'COMPLETED');
    const returned = await place(skuId);
    await pay(returned);
    await refund(returned, 'SUCCESS');
    await once(returned, 'REFUNDED');
    await shopper.post(`/orders/${await place(skuId)}/cancel`);
    await stockBecomes(skuId, { available: 9, reserved: 0, sold: 1 });

    const isOfOrders = (type: string) => /^(order|payment|refund)\./.test(type);
    const ofOrders = Object.keys(asyncApiDocument.channels).filter(isOfOrders);
    expect(ofOrders.length).toBeGreaterThan(10);
    const seen = new Set<string>();
    await eventually(
      async () => {
        heard.push(...(await broker.take(copies, 0)));
        for (const { fields } of heard) if (isOfOrders(fields.routingKey)) seen.add(fields.routingKey);
        return [...seen].sort();
      },
      (types) => types.length === ofOrders.length,
    );
    for (const { content, fields } of heard) {
      const text = content.toString();
      const event = JSON.parse(text) as { type: string };
      expect(event.type).toBe(fields.routingKey);
      expect(problemWith(event)).toBeNull();
      for (const personal of [...Object.values(PERSON), REMARK, OPENID]) expect(text).not.toContain(personal);
    }
  });

  it('answers the routes of inventory in both, and no other context in the process of inventory', async () => {
    const { skuId } = await shop.product(1);
    const login = await fetch(`${shop.urls[0]}/api/v1/auth/staff/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(OWNER),
    });
    const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const statusAt = async (url: string, path: string) =>
      (await fetch(`${url}/api/v1${path}`, { headers: { cookie } })).status;
    for (const url of [shop.urls[0] ?? '', inventory?.url ?? '']) {
      expect(await statusAt(url, `/admin/stock/${skuId}`)).toBe(200);
    }
    expect(await statusAt(inventory?.url ?? '', '/admin/orders')).toBe(404);
    expect(await statusAt(inventory?.url ?? '', '/products')).toBe(404);
    expect(await relay(inventory?.url)).toMatchObject({ status: 'up', queues: { inventory: { consumers: 1 } } });
  });

  it('never prints the credentials of the broker', () => {
    const output = `${shop.output}${inventory?.output}`;
    expect(output).toContain('does not answer, events wait');
    expect(output).not.toContain('guest');
  });
});

describe('a division that cannot work', () => {
  it('stops the start with one line when a context is to be apart that the shop does not have', async () => {
    const environment = {
      CONTEXTS_APART: 'inventroy',
      EVENT_RELAY_URL: 'amqp://127.0.0.1:1',
      DATABASE_URL: 'mysql://root@127.0.0.1:1/none',
    };
    const { code, stderr } = await ShopProcess.spawn(environment, 0).exited;
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringContaining('CONTEXTS_APART: expected some of auth, user, catalog')]);
  });
});
