import { startExample } from '../../clients/mini-program/test/support/example.js';
import { Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';

const DAY = 24 * 3600_000;

describe('the example mini-program and the real server', () => {
  let server: Shop;
  let goods: { id: string; skuId: string };
  beforeAll(async () => {
    server = await Shop.open();
    goods = await server.product(1000, 19_80);
  });
  afterAll(() => server?.close());

  it('sells: home, product, sheet of payment, list of orders', async () => {
    const example = startExample({ baseUrl: server.url, simulatorUrl: server.wechat.url });
    const home = example.page('home');
    // What the page complains of, if it is awaited in vain.
    await eventually(
      () => home.run('reload').then(() => ({ cards: home.data['cards'] as unknown[], shown: example.shown.at(-1) })),
      ({ cards }) => cards.length > 0,
    );
    expect(home.data['cards']).toMatchObject([{ name: '龙井', price: '¥19.80', isSoldOut: false }]);
    await home.run('open', { currentTarget: { dataset: { id: goods.id } } });
    expect(example.went).toEqual([`/pages/product/product?id=${goods.id}`]);

    const product = example.page('product');
    await product.run('onLoad', { id: goods.id });
    await product.run('step', { currentTarget: { dataset: { by: '1' } } });
    expect(product.data).toMatchObject({ total: '¥39.60', quantity: 2, sku: { id: goods.skuId } });
    await product.run('chooseAddress');
    await product.run('buy');
    expect([example.shown, example.went.at(-1)]).toEqual([['支付成功'], '/pages/orders/orders']);

    const orders = example.page('orders');
    await orders.run('onShow');
    const [card] = orders.data['cards'] as { id: string }[];
    expect(card).toMatchObject({ words: '待发货', total: '¥39.60', isRefundable: true });
    await orders.run('refund', { currentTarget: { dataset: { id: card?.id } } });
    expect(orders.data['cards']).toMatchObject([{ isRefunding: true, isRefundable: false }]);
  });

  it('sells from the cart: collected, with a coupon that was taken, at the price that was seen', async () => {
    const now = Date.now();
    const template = await (
      await server.owner()
    ).post('/admin/coupon-templates', {
      name: '满 30 减 5',
      benefit: { type: 'amount', offFen: 500 },
      thresholdFen: 3000,
      scope: { type: 'all' },
      validity: { type: 'days', days: 7 },
      totalLimit: 10,
      shopperLimit: 1,
      claimFrom: new Date(now - DAY).toISOString(),
      claimUntil: new Date(now + DAY).toISOString(),
    });
    expect(template.status).toBe(201);
    const example = startExample({ baseUrl: server.url, simulatorUrl: server.wechat.url });
    const tap = (dataset: object) => ({ currentTarget: { dataset } });

    const coupons = example.page('coupons');
    await coupons.run('onLoad');
    const [offer] = coupons.data['offers'] as { id: string }[];
    await coupons.run('claim', tap({ id: offer?.id }));
    expect(coupons.data).toMatchObject({
      offers: [{ isTaken: true }],
      cards: [{ benefit: '减 ¥5.00', words: '未使用' }],
    });

    const product = example.page('product');
    await product.run('onLoad', { id: goods.id });
    await product.run('addToCart');
    const cart = example.page('cart');
    await cart.run('onShow');
    expect(cart.data).toMatchObject({ cards: [{ quantity: 1, state: '' }], coupon: '无可用优惠券' });
    await cart.run('step', tap({ id: goods.skuId, by: '1' }));
    expect(cart.data).toMatchObject({ coupon: '满 30 减 5 −¥5.00', bill: { total: '¥34.60', discount: '¥5.00' } });
    await cart.run('order');
    expect([example.shown, example.went]).toEqual([['领取成功', '已加入购物车', '支付成功'], ['/pages/orders/orders']]);

    const orders = example.page('orders');
    await orders.run('onShow');
    const [card] = orders.data['cards'] as object[];
    expect(card).toMatchObject({ words: '待发货', total: '¥34.60', saved: '已优惠 ¥5.00' });
    await eventually(
      () => cart.run('onShow').then(() => cart.data['cards'] as object[]),
      (cards) => cards.length === 0,
    );
    await coupons.run('reload');
    expect(coupons.data['cards']).toMatchObject([{ words: '已使用' }]);
  });
});
