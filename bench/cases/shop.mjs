// The eight requests a shop lives from, beside the reference (bench/reference) and whatever else --peer names.
// The goals hold against a Go service without an ORM, which needs about 0.5 to 1.3 times the CPU time of the reference.

import { fillShop } from '../lib/filled-shop.mjs';
import { openReference, requestsOf } from '../lib/reference.mjs';

const WHAT = {
  hello: 'GET /health/live',
  me: 'GET /users/me, signed in',
  product: 'GET /products/:id',
  products: 'GET /products, a page of 20',
  login: 'POST /auth/wechat/login',
  orders: 'GET /orders, 10 of mine',
  place: 'POST /orders, two lines',
  hot: 'POST /orders, all of one SKU',
};

export async function run(bench) {
  const wechat = await bench.wechatStub();
  const shop = await bench.shop({ WECHAT_API_BASE_URL: wechat.url });
  const requests = await fillShop(shop, bench.say);
  const peers = await Promise.all(bench.settings.peers.map(({ name, url }) => requestsOf(name, url)));
  const reference = await bench.onItsOwn((stores) => openReference(stores, wechat.url));
  if (reference) peers.unshift(reference);
  if (peers.length === 0) throw new Error('On SQLite there is no reference: give it MySQL, or name a --peer');
  const rows = [];
  for (const [name, what] of Object.entries(WHAT)) {
    bench.say(name);
    const ours = { name: 'the shop', requests: requests[name], pid: shop.pid };
    for (const { name: peerName, pid, requests: theirs } of peers) {
      const peer = { name: peerName, requests: theirs[name], pid };
      rows.push(await bench.compareRequests({ key: name, what }, ours, peer));
    }
  }
  return rows;
}
