import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startExample } from './support/example.js';

interface Asked {
  readonly line: string;
  readonly body: unknown;
}
type Reply = (body: unknown) => object | null;

const line = (skuId: string, more: object = {}) => ({
  skuId,
  productId: `p-${skuId}`,
  productName: '龙井',
  skuName: '50 克',
  imageUrl: '',
  priceFen: 1000,
  addedPriceFen: 1000,
  quantity: 1,
  selected: true,
  state: 'orderable',
  available: 9,
  ...more,
});
const offer = (id: string, offFen: number) => ({
  id,
  name: `券 ${id}`,
  offFen,
  validUntil: '2026-12-26T00:00:00.000Z',
});
const tap = (dataset: object) => ({ currentTarget: { dataset } });

const COUPONS = [offer('big', 300), offer('small', 100)];
/** 10 yuan a unit, and coupons that fit. */
const quote: Reply = (body) => {
  const { items, couponId } = body as { items: { quantity: number }[]; couponId?: string };
  const goodsFen = items.reduce((sum, { quantity }) => sum + 1000 * quantity, 0);
  const discountFen = COUPONS.find(({ id }) => id === couponId)?.offFen ?? 0;
  return { items: [], goodsFen, freightFen: 0, discountFen, totalFen: goodsFen - discountFen, coupons: COUPONS };
};
const refusal = (code: number, data: object | null = null) => ({ refused: { code, message: `说 ${code}`, data } });

/** The pages of the example over a shop whose answers are written down. */
describe('the example’s cart and coupons', () => {
  let server: Server;
  let asked: Asked[];
  let answers: Record<string, Reply>;

  beforeAll(async () => {
    server = createServer((request, reply) => {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        const body: unknown = text === '' ? null : JSON.parse(text);
        const path = (request.url ?? '').replace('/api/v1', '').replace(/\?.*$/, '');
        asked.push({ line: `${request.method} ${path}`, body });
        const data = answers[`${request.method} ${path}`]?.(body) ?? null;
        const refused = data !== null && 'refused' in data ? (data.refused as object) : undefined;
        reply.writeHead(refused ? 409 : 200, { 'content-type': 'application/json' });
        reply.end(
          JSON.stringify(
            path.startsWith('/_simulator') ? data : { code: 200, message: '', requestId: 'r', data, ...refused },
          ),
        );
      });
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  beforeEach(() => {
    asked = [];
    answers = {
      'POST /_simulator/login': () => ({ code: 'code' }),
      'POST /auth/wechat/login': () => ({ accessToken: 'T', expiresIn: 3600, refreshToken: 'R', refreshExpiresIn: 9 }),
      'GET /users/me/addresses': () => ({ items: [] }),
      'POST /orders/quote': quote,
    };
  });

  const start = () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return startExample({ baseUrl: url, simulatorUrl: url });
  };
  const bodies = (wanted: string) => asked.filter((one) => one.line === wanted).map(({ body }) => body);

  async function cartOf(...lines: object[]) {
    answers['GET /cart'] = () => ({ lines, selected: {} });
    const example = start();
    const page = example.page('cart');
    await page.run('onShow');
    return { example, page };
  }

  it('says what cannot be ordered, what is dearer, and counts only what is selected and can be', async () => {
    const { page } = await cartOf(
      line('tea', { addedPriceFen: 800 }),
      line('cup', { state: 'short', available: 2, quantity: 5 }),
      line('pot', { selected: false }),
      line('old', { state: 'gone', priceFen: null, productName: null, skuName: null }),
    );
    expect(page.data['cards']).toMatchObject([
      { skuId: 'tea', change: '比加入时贵 ¥2.00', state: '' },
      { skuId: 'cup', state: '仅剩 2 件' },
      { skuId: 'pot', selected: false },
      { skuId: 'old', state: '已失效', name: '已删除的商品', price: '' },
    ]);
    const items = [{ skuId: 'tea', quantity: 1 }];
    expect(bodies('POST /orders/quote')).toEqual([{ items }, { items, couponId: 'big' }]);
    expect(page.data).toMatchObject({ coupon: '券 big −¥3.00', bill: { total: '¥7.00', discount: '¥3.00' } });
    expect(page.data['isAllSelected']).toBe(false);
  });

  it('asks for no price where nothing can be ordered, and orders nothing', async () => {
    const { page } = await cartOf(line('tea', { state: 'sold-out' }));
    await page.run('order');
    expect(page.data['bill']).toBeNull();
    expect([bodies('POST /orders/quote'), bodies('POST /cart/orders')]).toEqual([[], []]);
  });

  it('sends taps one after another, and shows the cart after the last of them', async () => {
    const { page } = await cartOf(line('tea'));
    answers['PUT /cart/lines/tea'] = (body) => ({ lines: [line('tea', body as object)] });
    const taps = [1, 2].map(() => page.run('step', tap({ id: 'tea', by: '1' })));
    expect(page.data['cards']).toMatchObject([{ quantity: 3 }]);
    await Promise.all(taps);
    expect(bodies('PUT /cart/lines/tea')).toEqual([{ quantity: 2 }, { quantity: 3 }]);
    expect(page.data).toMatchObject({ cards: [{ quantity: 3 }], bill: { total: '¥27.00' } });
    await page.run('step', tap({ id: 'tea', by: '-3' }));
    expect(bodies('PUT /cart/lines/tea')).toHaveLength(2);
  });

  it('reads the cart again when a change is refused', async () => {
    const { page, example } = await cartOf(line('tea'));
    answers['GET /cart'] = () => ({ lines: [] });
    answers['PUT /cart/lines/tea'] = () => refusal(7001);
    await page.run('tapSelect', tap({ id: 'tea' }));
    expect([example.shown, page.data['cards'], page.data['bill']]).toEqual([['说 7001'], [], null]);
  });

  it('selects all, removes, and goes without a coupon when that is chosen', async () => {
    const { page, example } = await cartOf(line('tea'), line('cup', { selected: false }));
    answers['PUT /cart/selection'] = () => ({ lines: [line('tea'), line('cup')] });
    answers['DELETE /cart/lines/cup'] = () => null;
    await page.run('tapSelectAll');
    expect([bodies('PUT /cart/selection'), page.data['isAllSelected']]).toEqual([[{ selected: true }], true]);
    await page.run('chooseCoupon');
    expect(example.offered).toEqual([['券 big −¥3.00', '券 small −¥1.00', '不使用优惠券']]);
    expect(page.data).toMatchObject({ coupon: '不使用优惠券', bill: { total: '¥20.00', discount: '' } });
    answers['GET /cart'] = () => ({ lines: [line('tea')] });
    await page.run('remove', tap({ id: 'cup' }));
    expect([bodies('DELETE /cart/lines/cup').length, page.data['cards']]).toMatchObject([1, [{ skuId: 'tea' }]]);
    expect(page.data).toMatchObject({ coupon: '不使用优惠券' });
  });

  it('orders at the total that was seen, and at another one only when asked', async () => {
    const { page, example } = await cartOf(line('tea', { quantity: 2 }));
    const totals: number[] = [];
    answers['POST /cart/orders'] = (body) => {
      const { expectedTotalFen } = body as { expectedTotalFen: number };
      totals.push(expectedTotalFen);
      return expectedTotalFen === 1700 ? refusal(4007, { totalFen: 1900 }) : { id: 'o1' };
    };
    answers['POST /orders/o1/payment'] = () => ({ package: 'prepay_id=1' });
    answers['POST /_simulator/pay'] = () => ({});
    answers['POST /orders/o1/payment/sync'] = () => ({ id: 'o1', status: 'PAID' });
    await page.run('order');
    expect(bodies('POST /cart/orders')[0]).toEqual({
      skuIds: ['tea'],
      addressId: null,
      couponId: 'big',
      expectedTotalFen: 1700,
    });
    expect(totals).toEqual([1700, 1900]);
    expect(example.asked).toEqual(['订单总价为 ¥19.00（含运费），是否继续？', '确认支付这笔订单？']);
    expect([example.shown, example.went]).toEqual([['支付成功'], ['/pages/orders/orders']]);
  });

  it('shows why an order was refused, and what the cart is like now', async () => {
    const { page, example } = await cartOf(line('tea'));
    answers['POST /cart/orders'] = () => refusal(3001, { shortages: [] });
    answers['GET /cart'] = () => ({ lines: [line('tea', { state: 'sold-out' })] });
    await page.run('order');
    expect(example.shown).toEqual(['说 3001']);
    expect(page.data).toMatchObject({ cards: [{ state: '已售罄' }], bill: null, isOrdering: false });
  });

  it('puts a product into the cart once for each tap', async () => {
    const skus = [{ id: 'tea', name: '50 克', priceFen: 1000, available: 9, attributes: {} }];
    answers['GET /products/p1'] = () => ({ id: 'p1', name: '龙井', skus });
    answers['POST /cart/lines'] = () => ({ lines: [] });
    const example = start();
    const page = example.page('product');
    await page.run('onLoad', { id: 'p1' });
    await page.run('step', tap({ by: '1' }));
    expect(page.data).toMatchObject({ total: '¥17.00', coupon: '券 big −¥3.00' });
    await Promise.all([page.run('addToCart'), page.run('addToCart')]);
    const added = { skuId: 'tea', quantity: 2 };
    expect([bodies('POST /cart/lines'), example.shown]).toEqual([
      [added, added],
      ['已加入购物车', '已加入购物车'],
    ]);
  });

  it('shows coupons to take and those that were taken, and reads them again after a claim or its refusal', async () => {
    const terms = { benefit: { type: 'percent', percentOff: 15, capFen: 2000 }, thresholdFen: 5000 };
    const offered = { id: 't1', name: '八五折', ...terms, scope: { type: 'all' }, validity: { type: 'days', days: 7 } };
    const mine = {
      id: 'c1',
      name: '八五折',
      ...terms,
      scope: { type: 'all' },
      status: 'USED',
      validUntil: '2026-12-26T12:00:00Z',
    };
    let taken = 0;
    answers['GET /coupon-templates'] = () => ({
      items: [{ ...offered, shopperLimit: 1, left: 9 - taken, mine: taken }],
      nextCursor: null,
    });
    answers['GET /coupons'] = () => ({ items: taken > 0 ? [mine] : [], nextCursor: null });
    answers['POST /coupon-templates/t1/claim'] = () => (taken === 0 ? { id: `c${(taken += 1)}` } : refusal(7105));
    const example = start();
    const page = example.page('coupons');
    await page.run('onLoad');
    expect(page.data).toMatchObject({
      offers: [{ benefit: '8.5 折，最多减 ¥20.00', terms: '满 ¥50.00 可用 · 全场通用', isTaken: false }],
      cards: [],
    });
    await page.run('claim', tap({ id: 't1' }));
    expect(page.data).toMatchObject({ offers: [{ left: 8, isTaken: true }], cards: [{ words: '已使用' }] });
    await page.run('claim', tap({ id: 't1' }));
    expect(example.shown).toEqual(['领取成功', '说 7105']);
  });
});
