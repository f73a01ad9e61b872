// What it costs to show an order that holds personal data.
import { ADDRESS, REMARK } from '../../lib/people.mjs';

export async function run(bench) {
  const shop = await bench.shop();
  const [skuId] = await shop.skus(1);
  const place = async (user, { address, remark }) => {
    const headers = await shop.shopper(user);
    if (address) await shop.call('POST', '/users/me/addresses', { headers, body: address });
    const body = { items: [{ skuId, quantity: 1 }], remark };
    const keyed = { ...headers, 'idempotency-key': user };
    const { data } = await shop.call('POST', '/orders', { headers: keyed, body });
    if ((data.address !== null) !== Boolean(address)) throw new Error('the address is not as it should be');
    return [shop.request('GET', `/api/v1/orders/${data.id}`, { headers })];
  };
  const ours = { name: 'sealed', requests: await place('with', { address: ADDRESS, remark: REMARK }) };
  const peer = { name: 'nothing sealed', requests: await place('without', {}) };
  const what = 'GET /orders/:id with address and remark';
  return [await bench.compareRequests({ what, goal: '≤ 1.25×' }, ours, peer)];
}
