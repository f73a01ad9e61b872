// The same requests in a shop with a million orders and in one with a thousand: nothing may get slower with age. MySQL only.
import { fillShop } from '../lib/filled-shop.mjs';
import { addPastOrders } from '../lib/past-orders.mjs';

const SIZE = { products: 100, shoppers: 100 };
const GOAL = '≤ 1.1×';
const WHAT = {
  orders: 'GET /orders, 10 of mine',
  place: 'POST /orders, two lines',
  desk: 'GET /admin/orders, a page for staff',
};

export async function run(bench) {
  const wechat = await bench.wechatStub();
  const open = async () => {
    const shop = await bench.shop({ WECHAT_API_BASE_URL: wechat.url });
    return { pid: shop.pid, stores: shop.stores, requests: await fillShop(shop, bench.say, SIZE) };
  };
  const [old, young] = [await open(), await open()];
  if (!old.stores.DATABASE_URL.startsWith('mysql:'))
    throw new Error('SQLite is not what a shop grows old on: give it MySQL');
  await addPastOrders(old.stores.DATABASE_URL, bench.settings.pastOrders, bench.say);
  const rows = [];
  for (const [name, what] of Object.entries(WHAT)) {
    bench.say(name);
    const side = (called, { requests, pid }) => ({ name: called, requests: requests[name], pid });
    const ours = side(`a shop with ${bench.settings.pastOrders.toLocaleString('en')} orders`, old);
    rows.push(await bench.compareRequests({ key: name, what, goal: GOAL }, ours, side('one with 1,000', young)));
  }
  return rows;
}
