// What it costs to place an order that holds an address: it is opened from the address book and sealed for the order.
import { ADDRESS } from '../../lib/people.mjs';

/** Orders of one SKU wait for one another; that is not what is measured here. */
const SKUS = 50;

export async function run(bench) {
  const shop = await bench.shop();
  const skus = await shop.skus(SKUS);
  const requestsOf = async (user, address) => {
    const headers = await shop.shopper(user);
    if (address) await shop.call('POST', '/users/me/addresses', { headers, body: address });
    return skus.map((skuId) =>
      shop.request('POST', '/api/v1/orders', { headers, keyed: true, body: { items: [{ skuId, quantity: 1 }] } }),
    );
  };
  const ours = { name: 'with address', requests: await requestsOf('with', ADDRESS) };
  const peer = { name: 'without', requests: await requestsOf('without', null) };
  return [await bench.compareRequests({ what: 'POST /orders with an address', goal: '≤ 1.25×' }, ours, peer)];
}
