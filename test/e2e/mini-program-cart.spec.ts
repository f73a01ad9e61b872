import { Codes, createShop, wxPlatform } from '../../clients/mini-program/src/index.js';
import { WxShim } from '../../clients/mini-program/test/support/wx-shim.js';
import { Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';

describe('the cart of the mini-program client and the real server', () => {
  let server: Shop;
  beforeAll(async () => {
    server = await Shop.open();
  });
  afterAll(() => server?.close());

  it('keeps a cart on the server, merges what the phone collected, and orders from it', async () => {
    const code = () => server.wechat.login({ openid: 'oCartPhone' }).code;
    const wx = new WxShim({ code, pay: async (sheet) => void (await server.wechat.pay(sheet)) });
    const shop = createShop({ baseUrl: server.url, platform: wxPlatform(wx) });
    const { skuId } = await server.product(1000, 19_80);
    await shop.cart.add(skuId);
    const { cart, refused } = await shop.cart.merge([{ skuId, quantity: 2 }]);
    expect([cart.lines[0]?.quantity, refused]).toEqual([3, []]);
    await shop.cart.change(skuId, { quantity: 4 });
    expect((await shop.cart.select(false)).selected.lines).toBe(0);
    const order = await shop.cart.order({ skuIds: [skuId], expectedTotalFen: 4 * 19_80 });
    expect(order.items).toMatchObject([{ skuId, quantity: 4 }]);
    await eventually(
      () => shop.cart.get(),
      ({ lines }) => lines.length === 0,
    );
    await expect(shop.cart.remove(skuId)).rejects.toMatchObject({ code: Codes.NotInCart });
    await shop.cart.add(skuId);
    await shop.cart.clear();
    expect((await shop.cart.get()).lines).toEqual([]);
  });
});
