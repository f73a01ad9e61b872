import { randomBytes, randomUUID } from 'node:crypto';
import type { Api } from '../support/api.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Order } from '../support/views.js';

const TOKEN = 'pushTokenOfTheShop';
const AES_KEY = randomBytes(22).toString('hex').slice(0, 43);
const OPENID = 'oAllOfWechat';

onEachStack((stack) => {
  let shop: Shop;
  let owner: Api;
  let shopper: Api;
  let skuId: string;
  beforeAll(async () => {
    const environment = {
      WECHAT_PUSH_TOKEN: TOKEN,
      WECHAT_PUSH_AES_KEY: AES_KEY,
      WECHAT_TEMPLATE_ORDER_PAID: 'T1:character_string1=order,thing2=products,amount3=total',
    };
    shop = await Shop.open({ stack, environment });
    [owner, shopper] = [await shop.owner(), await shop.shopper(OPENID)];
    ({ skuId } = await shop.product(10, 29_90));
    shop.wechat.setPush({ url: `${shop.urls[0]}/api/v1/wechat/push`, token: TOKEN, encodingAesKey: AES_KEY });
  });
  afterAll(() => shop?.close());

  const order = (remark?: string) =>
    shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }], remark }, randomUUID());
  const once = (id: string, status: string) =>
    eventually(
      async () => (await shopper.get<Order>(`/orders/${id}`)).data.status,
      (is) => is === status,
    );

  it('WeChat finds the address its pushes go to', async () => {
    expect(await shop.wechat.verifyPush()).toMatchObject({ ok: true });
  });

  it('WeChat’s content check refuses a nickname and a remark (6003), and nobody else does', async () => {
    expect(await shopper.put('/users/me', { nickname: '违禁词' })).toMatchObject({ status: 422, code: 6003 });
    expect(await order('违禁词')).toMatchObject({ status: 422, code: 6003 });
    expect(await shopper.put('/users/me', { nickname: '小明' })).toMatchObject({ status: 200 });
  });

  it('an order is paid, told of, shipped, and completed by the receipt the shopper confirms in WeChat', async () => {
    shop.wechat.grantSubscription({ openid: OPENID, templateId: 'T1' });
    const { data } = await order('请放门口');
    const { outTradeNo } = await shop.pay(shopper, data.id);
    await once(data.id, 'PAID');
    const [message] = await eventually(
      () => shop.wechat.state().messages,
      (messages) => messages.length > 0,
    );
    expect(message).toMatchObject({ templateId: 'T1', openid: OPENID });

    await owner.post(`/admin/orders/${data.id}/shipment`, { carrier: '中通快递', trackingNo: 'ZT0123456789' });
    await eventually(
      () => shop.wechat.state().transactions.find((one) => one.outTradeNo === outTradeNo)?.shipping,
      (shipping) => Boolean(shipping),
    );
    expect(await once(data.id, 'SHIPPED')).toBe('SHIPPED');
    shop.wechat.confirmReceipt({ outTradeNo });
    await once(data.id, 'COMPLETED');
  });

  it('and all of that with one access_token, however many processes there are', () => {
    expect(shop.wechat.state().accessTokens).toHaveLength(1);
  });
});
