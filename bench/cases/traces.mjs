// What traces cost: a shop that tells a collector of every request, beside one that has no collector.
import { fillShop } from '../lib/filled-shop.mjs';

const SIZE = { products: 100, shoppers: 100 };
const WHAT = { me: 'GET /users/me, signed in', orders: 'GET /orders, 10 of mine', place: 'POST /orders, two lines' };

export async function run(bench) {
  const [wechat, collector] = [await bench.wechatStub(), await bench.collector()];
  const open = async (environment) => {
    const shop = await bench.shop({ WECHAT_API_BASE_URL: wechat.url, ...environment });
    return { pid: shop.pid, requests: await fillShop(shop, bench.say, SIZE) };
  };
  const traced = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  const plain = await open({});
  const rows = [];
  for (const [name, what] of Object.entries(WHAT)) {
    bench.say(name);
    const side = (called, { requests, pid }) => ({ name: called, requests: requests[name], pid });
    rows.push(await bench.compareRequests({ key: name, what }, side('all traced', traced), side('without', plain)));
  }
  return rows;
}
