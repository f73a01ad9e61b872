// What a cart costs, which asks catalogue and stock anew each time, beside a list of orders, which asks nobody.
import { fillShop } from '../lib/filled-shop.mjs';

const SIZE = { products: 100, shoppers: 100, cartLines: 10 };

export async function run(bench) {
  const wechat = await bench.wechatStub();
  const shop = await bench.shop({ WECHAT_API_BASE_URL: wechat.url });
  const { cart, orders } = await fillShop(shop, bench.say, SIZE);
  const side = (name, requests) => ({ name, requests, pid: shop.pid });
  const row = { key: 'cart', what: 'GET /cart, 10 lines' };
  return [await bench.compareRequests(row, side('the cart', cart), side('GET /orders, 10 of mine', orders))];
}
