import { randomBytes, randomUUID } from 'node:crypto';
import type { Api } from '../support/api.js';
import { databaseRows } from '../support/database-rows.js';
import { PushClient, type Reply } from '../support/push-client.js';
import type { PushFields, SignedPush } from '../support/push-sender.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Order, Page } from '../support/views.js';

const TOKEN = 'pushTokenOfTheShop';
const AES_KEY = randomBytes(32).toString('base64').slice(0, 43);
const OPENID = 'oKnownToWechatAlone';
const XML = { 'content-type': 'text/xml' };

interface AuditRow {
  readonly type: string;
  readonly subject: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const SUCCESS: Reply = { status: 200, body: 'success', type: 'text/plain; charset=utf-8' };
const refused = (status: number) => ({ status, body: expect.stringMatching(/^\{"code":"FAIL","message":".+"\}$/) });

onEachStack((stack) => {
  let shop: Shop;
  let owner: Api;
  let shopper: Api;
  let push: PushClient;
  let second = 1_764_000_000;
  beforeAll(async () => {
    const environment = { WECHAT_PUSH_TOKEN: TOKEN, WECHAT_PUSH_AES_KEY: AES_KEY };
    shop = await Shop.open({ stack, environment });
    owner = await shop.owner();
    shopper = await shop.shopper(OPENID);
    push = new PushClient(shop, TOKEN, AES_KEY);
  });
  afterAll(() => shop?.close());

  const paid = async () => {
    const { skuId } = await shop.product(5, 10_00);
    const { data } = await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
    const { outTradeNo } = await shop.pay(shopper, data.id);
    await once(data.id, 'PAID');
    const found = shop.wechat.state().transactions.find((one) => one.outTradeNo === outTradeNo);
    return { id: data.id, trade: { merchant_trade_no: outTradeNo, transaction_id: found?.transactionId ?? '' } };
  };
  const shipped = async () => {
    const order = await paid();
    await owner.post(`/admin/orders/${order.id}/shipment`, { carrier: '中通快递', trackingNo: 'ZT0123456789' });
    return order;
  };
  const statusOf = async (id: string) => (await shopper.get<Order>(`/orders/${id}`)).data.status;
  const once = (id: string, status: string) =>
    eventually(
      () => statusOf(id),
      (is) => is === status,
    );
  const event = (Event: string, fields: PushFields): PushFields => ({
    ToUserName: 'gh_shop',
    FromUserName: OPENID,
    CreateTime: second++,
    MsgType: 'event',
    Event,
    ...fields,
  });
  const settlement = (trade: PushFields) =>
    event('trade_manage_order_settlement', {
      ...trade,
      confirm_receive_method: 2,
      confirm_receive_time: 1_764_000_000,
      settlement_time: 1_764_000_001,
    });
  const audit = async (type: string, subject: string) =>
    (await owner.get<Page<AuditRow>>(`/admin/audit-log?type=${type}`)).data.items.filter(
      (row) => row.subject === subject,
    );
  const stored = async () =>
    (await databaseRows<{ push_key: string }>(shop.databaseUrl, 'SELECT push_key FROM wechat_pushes')).length;

  it('answers whether the address is ours, to who signs with our token', async () => {
    const query = push.sender.check('4375120948345356249');
    const echoed: Reply = { status: 200, body: '4375120948345356249', type: 'text/plain; charset=utf-8' };
    expect(await push.send(query)).toEqual(echoed);
    expect(await push.send(push.sender.check('<script>'))).toEqual({ ...echoed, body: '<script>' });
    expect(await push.send({ ...query, nonce: '1' })).toMatchObject(refused(401));
    expect(await push.send({})).toMatchObject(refused(401));
  });

  it.each(['json', 'xml'] as const)('completes a shipped order when WeChat settles it, told in %s', async (format) => {
    const { id, trade } = await shipped();
    const headers: Record<string, string> = format === 'xml' ? XML : { 'content-type': 'application/json' };
    expect(await push.post(push.sender.push(settlement(trade), { format }), headers)).toEqual(SUCCESS);
    await once(id, 'COMPLETED');
    expect(await audit('payment.goods-received', id)).toMatchObject([
      { facts: { confirmation: '2', receivedAt: '2025-11-24T16:00:00.000Z' } },
    ]);
    expect((await shopper.post<Order>(`/orders/${id}/receipt`)).data.status).toBe('COMPLETED');
  });

  it('takes JSON whatever it is labelled as', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/json; charset=utf-8'])
      expect(await push.post(push.sender.push(event('user_enter_tempsession', {})), { 'content-type': type })).toEqual(
        SUCCESS,
      );
  });

  it('[P24] answers a settlement that comes 20 times at once with success, and lets it have one effect', async () => {
    const { id, trade } = await shipped();
    const before = await stored();
    const told = settlement(trade);
    // Encrypted anew each time, as WeChat does when it repeats itself.
    // WeChat repeats what a busy shop asks it to repeat.
    const pushed = () =>
      eventually(
        () => push.post(push.sender.push(told)),
        ({ status }) => status !== 503,
      );
    const replies = await Promise.all(Array.from({ length: 20 }, pushed));
    expect(replies).toEqual(replies.map(() => SUCCESS));
    await once(id, 'COMPLETED');
    expect(await push.post(push.sender.push(told))).toEqual(SUCCESS);
    expect(await stored()).toBe(before + 1);
    expect(await audit('payment.goods-received', id)).toHaveLength(1);
    const sql =
      "SELECT type FROM outbox WHERE payload LIKE ? AND type IN ('payment.goods-received', 'order.completed')";
    expect(await databaseRows(shop.databaseUrl, sql, [`%${id}%`])).toHaveLength(2);
  });

  it('completes two orders of one shopper that WeChat settles in the same second', async () => {
    const orders = [await shipped(), await shipped()];
    for (const { trade } of orders) {
      const told = { ...settlement(trade), CreateTime: 1_763_999_999 };
      expect(await push.post(push.sender.push(told))).toEqual(SUCCESS);
    }
    for (const { id } of orders) await once(id, 'COMPLETED');
  });

  it('changes nothing of an order that was not shipped here; it is shipped and received later all the same', async () => {
    const { id, trade } = await paid();
    expect(await push.post(push.sender.push(settlement(trade)))).toEqual(SUCCESS);
    await eventually(
      () => shop.output,
      (output) => output.includes('Goods arrived that were not shipped here'),
    );
    expect(await statusOf(id)).toBe('PAID');
    await owner.post(`/admin/orders/${id}/shipment`, { carrier: '中通快递', trackingNo: 'ZT1' });
    expect((await shopper.post<Order>(`/orders/${id}/receipt`)).data.status).toBe('COMPLETED');
  });

  it('changes nothing when a settlement is only announced, or is not of this shop', async () => {
    const { id, trade } = await shipped();
    const announced = event('trade_manage_order_settlement', { ...trade, estimated_settlement_time: 1_764_800_000 });
    const others = [settlement({ transaction_id: '4200000000202611230000000009' }), settlement({}), announced];
    for (const fields of others) expect(await push.post(push.sender.push(fields))).toEqual(SUCCESS);
    // Taken one after the other by the same outbox: what came before has had its effect by then.
    const other = await shipped();
    await push.post(push.sender.push(settlement(other.trade)));
    await once(other.id, 'COMPLETED');
    expect(await statusOf(id)).toBe('SHIPPED');
  });

  it('shows staff that WeChat reminds of a shipment', async () => {
    const { id, trade } = await paid();
    const reminder = event('trade_manage_remind_shipping', { ...trade, msg: '请尽快发货' });
    const replies = [await push.post(push.sender.push(reminder)), await push.post(push.sender.push(reminder))];
    expect(replies).toEqual([SUCCESS, SUCCESS]);
    expect(await audit('payment.shipment-reminded', id)).toMatchObject([{ subject: id, facts: {} }]);
    expect(await statusOf(id)).toBe('PAID');
  });

  it('takes what nobody waits for, and keeps nothing of it', async () => {
    const before = await stored();
    const media = event('user_authorize_invoice', { trace_id: '5f', result: { suggest: 'pass', label: '100' } });
    const message = { ToUserName: 'gh', FromUserName: OPENID, CreateTime: 1, MsgType: 'text', MsgId: '1' };
    for (const fields of [media, { ...message, Content: '在吗' }])
      for (const format of ['json', 'xml'] as const)
        expect(await push.post(push.sender.push(fields, { format }))).toEqual(SUCCESS);
    expect(await stored()).toBe(before);
  });

  it('[P24] refuses what WeChat did not sign for this app, and stores nothing of it', async () => {
    const { id, trade } = await shipped();
    const before = await stored();
    const told = settlement(trade);
    const { query, body } = push.sender.push(told);
    const { Encrypt } = JSON.parse(body) as { Encrypt: string };
    const damaged = Encrypt.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    const { signature = '', timestamp = '', nonce = '' } = query;
    const anothers = new PushClient(shop, TOKEN, AES_KEY, 'wx0000000000000000').sender.push(told);
    const forgeries: SignedPush[] = [
      { query: {}, body },
      { query: { signature, timestamp, nonce }, body },
      { query: { ...query, msg_signature: signature }, body },
      { query: { ...query, nonce: '1' }, body },
      { query, body: JSON.stringify({ Encrypt: damaged }) },
      new PushClient(shop, TOKEN, null).sender.push(told),
      anothers,
    ];
    for (const forgery of forgeries) expect(await push.post(forgery)).toMatchObject(refused(401));
    expect(await stored()).toBe(before);
    expect(await statusOf(id)).toBe('SHIPPED');
  });

  it('refuses hostile bodies without effort, signed or not', async () => {
    const { query } = push.sender.push(event('any', {}));
    const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const hostile = [
      `<!DOCTYPE xml [<!ENTITY l0 "ha">${laughs}]><xml><Encrypt>&l9;</Encrypt></xml>`,
      '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Encrypt>&a;</Encrypt></xml>',
      `<xml>${'<a>'.repeat(20_000)}`,
      '<xml><__proto__><Encrypt>a</Encrypt></__proto__></xml>',
      '<xml',
      '{"Encrypt":',
      '['.repeat(60_000),
      '\u0000',
      '',
    ];
    for (const body of hostile) {
      expect(await push.post({ query, body }, XML)).toMatchObject(refused(400));
      const { query: signed, body: within } = push.sender.signedEncryption(push.sender.encrypt(body));
      const reply = await push.post({ query: signed, body: within });
      expect(reply).toMatchObject(refused(within.length > 64 * 1024 ? 413 : 400));
    }
    const large = { query, body: `<xml>${'x'.repeat(64 * 1024)}</xml>` };
    for (const type of ['text/xml', 'application/json', 'text/plain'])
      expect(await push.post(large, { 'content-type': type })).toMatchObject(refused(413));
    expect(await push.post({ query, body: 'x' }, { 'content-type': 'image/png' })).toMatchObject(refused(415));
  });

  it.each(['/payments/wechat/notifications', '/auth/wechat/login'])(
    'opens other content types to no %s',
    async (path) => {
      for (const type of ['text/xml', 'application/xml', 'text/plain']) {
        const headers = { 'content-type': type };
        const answer = await fetch(`${shop.urls[0]}/api/v1${path}`, { method: 'POST', headers, body: '{}' });
        expect(answer.status).toBe(415);
      }
    },
  );

  it('leaves the openid of a push nowhere but where it was known before', async () => {
    const somebody = 'oSomebodyWhoOnlyPushes';
    const { trade } = await shipped();
    const fields = [settlement(trade), event('trade_manage_remind_shipping', trade), event('any', {})];
    for (const one of fields)
      expect(await push.post(push.sender.push({ ...one, FromUserName: somebody }))).toEqual(SUCCESS);
    expect(shop.output).not.toContain(somebody);
    for (const table of ['outbox', 'audit_log', 'wechat_pushes'])
      expect(JSON.stringify(await databaseRows(shop.databaseUrl, `SELECT * FROM ${table}`))).not.toContain(somebody);
  });
});

describe('message push in plain mode', () => {
  let shop: Shop;
  let push: PushClient;
  beforeAll(async () => {
    shop = await Shop.open({ environment: { WECHAT_PUSH_TOKEN: TOKEN } });
    push = new PushClient(shop, TOKEN, null);
  });
  afterAll(() => shop?.close());

  const event = { FromUserName: OPENID, CreateTime: 1, MsgType: 'event', Event: 'trade_manage_order_settlement' };

  it.each(['json', 'xml'] as const)('is taken by its signature, in %s', async (format) => {
    expect(await push.post(push.sender.push(event, { format }), XML)).toEqual(SUCCESS);
  });

  it('answers whether the address is ours', async () => {
    expect(await push.send(push.sender.check('1'))).toMatchObject({ status: 200, body: '1' });
  });

  it('is refused unsigned, stale or encrypted', async () => {
    const { query, body } = push.sender.push(event);
    expect(await push.post({ query: { ...query, nonce: '1' }, body })).toMatchObject(refused(401));
    expect(await push.post(push.sender.push(event, { timestamp: 1_714_036_504 }))).toMatchObject(refused(401));
    expect(await push.post(new PushClient(shop, TOKEN, AES_KEY).sender.push(event))).toMatchObject(refused(400));
  });
});

describe('a shop without message push', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop?.close());

  it('has no such address', async () => {
    const push = new PushClient(shop, TOKEN, AES_KEY);
    expect(await push.send(push.sender.check('1'))).toMatchObject(refused(404));
    expect(await push.post(push.sender.push({ Event: 'any' }))).toMatchObject(refused(404));
  });
});
