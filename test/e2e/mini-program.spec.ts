import { json, ScriptedServer } from '../../libs/wechat/src/testing/scripted-server.js';
import type { Api } from '../support/api.js';
import { OWNER } from '../support/shop-process.js';
import { onEachStack, Shop } from '../support/shop.js';
import { until } from '../support/until.js';
import type { Order } from '../support/views.js';

const TOKEN = '/cgi-bin/stable_token';
const CHECK = '/wxa/msg_sec_check';
const SEND = '/cgi-bin/message/subscribe/send';
const CODE = '/wxa/getwxacodeunlimit';
const image = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 255]);
const fields = 'character_string1=order,thing2=products,amount3=total,phrase4=status';

onEachStack((stack) => {
  let wechat: ScriptedServer;
  let shop: Shop;
  let shopper: Api;
  let goods: { id: string; skuId: string };

  beforeAll(async () => {
    wechat = await ScriptedServer.start();
    shop = await Shop.open({
      stack,
      environment: {
        WECHAT_API_BASE_URL: wechat.url,
        WECHAT_PRODUCT_PAGE: 'pages/product',
        WECHAT_TEMPLATE_ORDER_PAID: `T1@pages/order:${fields}`,
        WECHAT_TEMPLATE_ORDER_SHIPPED: `T2:${fields},thing5=carrier,character_string6=trackingNo`,
      },
    });
    wechat.answersAt('/sns/jscode2session', json({ openid: 'oShopper', session_key: 'o0q0otL8aEzpcZL/FT9WsQ==' }));
    wechat.answersAt(TOKEN, json({ access_token: 'the-access-token', expires_in: 7200 }));
    wechat.answersAt('/wxa/sec/order/upload_shipping_info', json({ errcode: 0 }));
    wechat.answersAt(CHECK, (response, request) => {
      const suggest = request.body.includes('risky') ? 'risky' : 'pass';
      json({ errcode: 0, result: { suggest, label: 100 } })(response, request);
    });
    wechat.answersAt(SEND, json({ errcode: 0 }));
    wechat.answersAt(CODE, (response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(image));
    goods = await shop.product(10, 29_90);
    shopper = await shop.shopper('oShopper');
  });
  afterAll(async () => {
    await shop?.close();
    await wechat.stop();
  });

  let keys = 0;
  const order = (remark?: string) =>
    shopper.post<Order>('/orders', { items: [{ skuId: goods.skuId, quantity: 1 }], remark }, `key-${(keys += 1)}`);
  const messages = () => wechat.at(SEND).map(({ body }) => JSON.parse(body) as Record<string, unknown>);

  it('refuses a risky nickname and a risky remark (6003), and takes others', async () => {
    expect(await shopper.put('/users/me', { nickname: 'risky' })).toMatchObject({ status: 422, code: 6003 });
    expect(await shopper.put('/users/me', { nickname: '小明' })).toMatchObject({ data: { nickname: '小明' } });
    expect(await order('risky')).toMatchObject({ status: 422, code: 6003 });
    expect(await order('请放门口')).toMatchObject({ status: 201, data: { remark: '请放门口' } });
    expect(wechat.at(CHECK).map(({ body }) => JSON.parse(body) as unknown)).toEqual(
      ['risky', '小明', 'risky', '请放门口'].map((content, at) => ({
        content,
        version: 2,
        scene: at < 2 ? 1 : 2,
        openid: 'oShopper',
      })),
    );
  });

  it('tells the shopper that the order is paid, and that it is shipped', async () => {
    const { id } = (await order()).data;
    await shop.pay(shopper, id);
    await until(() => messages().length === 1);
    const values = { character_string1: { value: id }, thing2: { value: '龙井' }, amount3: { value: '¥29.90' } };
    expect(messages()[0]).toMatchObject({
      touser: 'oShopper',
      template_id: 'T1',
      page: `pages/order?id=${id}`,
      data: { ...values, phrase4: { value: '已付款' } },
    });
    const owner = await shop.owner();
    await owner.post(`/admin/orders/${id}/shipment`, { carrier: '顺丰', trackingNo: 'SF1234567890' });
    await until(() => messages().length === 2);
    const parcel = { thing5: { value: '顺丰' }, character_string6: { value: 'SF1234567890' } };
    expect(messages()[1]).toMatchObject({
      template_id: 'T2',
      data: { ...values, ...parcel, phrase4: { value: '已发货' } },
    });
  });

  it('hands staff the code of a product as an image, and refusals in the envelope', async () => {
    const { headers } = await shop.api.post('/auth/staff/login', OWNER);
    const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const answer = await fetch(`${shop.urls[0]}/api/v1/admin/products/${goods.id}/wxacode`, { headers: { cookie } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(image);
    expect(JSON.parse(wechat.at(CODE)[0]?.body ?? '')).toMatchObject({ scene: goods.id, page: 'pages/product' });
    const owner = await shop.owner();
    expect(await owner.get(`/admin/products/${goods.skuId}/wxacode`)).toMatchObject({ status: 404, code: 2001 });
    wechat.answersAt(CODE, json({ errcode: 45009 }));
    expect(await owner.get(`/admin/products/${goods.id}/wxacode`)).toMatchObject({ status: 503, code: 6002 });
    wechat.answersAt(CODE, json({ errcode: 41030 }));
    expect(await owner.get(`/admin/products/${goods.id}/wxacode`)).toMatchObject({ status: 404, code: 404 });
    expect(await shopper.get(`/admin/products/${goods.id}/wxacode`)).toMatchObject({ status: 403 });
  });

  it('[P23] has asked for one access_token, whatever the number of processes, and kept it out of the log', () => {
    expect(wechat.at(TOKEN)).toHaveLength(1);
    expect(shop.output).not.toContain('the-access-token');
  });

  it('goes on when WeChat knows nothing of checks and messages: unchecked, with a warning', async () => {
    for (const path of [CHECK, SEND]) wechat.answersAt(path, (response) => response.writeHead(404).end('<html>'));
    expect(await shopper.put('/users/me', { nickname: 'risky' })).toMatchObject({ status: 200 });
    const placed = await order('risky');
    expect(placed.status).toBe(201);
    await shop.pay(shopper, placed.data.id);
    const paid = async () => (await shopper.get<Order>(`/orders/${placed.data.id}`)).data.status === 'PAID';
    await until(paid);
    expect(shop.output).toContain('accepted unchecked');
  });
});
