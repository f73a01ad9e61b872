import { OWNER } from './environment.mjs';
import { PRODUCTS, SHOPPERS } from '../reference/data.mjs';
import { spread } from './reference.mjs';

const STOCK = 100_000_000;
const ORDERS_EACH = 10;
const LANES = 16;

const OF_THE_REFERENCE = { products: PRODUCTS, shoppers: SHOPPERS };

/**
 * Fills a shop through its own API, to the reference's size unless told; answers what it is asked in each case. With `size.cartLines`
 * each shopper has a cart.
 */
export async function fillShop(shop, say, size = OF_THE_REFERENCE) {
  const { headers } = await shop.call('POST', '/auth/staff/login', { body: OWNER });
  const owner = { cookie: headers.getSetCookie()[0].split(';')[0] };
  const { data: category } = await shop.call('POST', '/admin/categories', { body: { name: 'bench' }, headers: owner });
  say(`${size.products} products`);
  const products = await inLanes(size.products, async (at) => {
    const skus = [0, 1].map((nth) => ({ name: `SKU ${nth}`, priceFen: 100 + nth, initialStock: STOCK }));
    const body = { name: `Product ${at}`, description: 'A plain and honest subtitle', categoryId: category.id, skus };
    return (await shop.call('POST', '/admin/products', { body, headers: owner })).data;
  });
  const skus = products.flatMap((product) => product.skus.map(({ id }) => id));
  say(`${size.shoppers} shoppers with ${ORDERS_EACH} orders each`);
  const shoppers = await inLanes(size.shoppers, async (at) => {
    const { data } = await shop.call('POST', '/auth/wechat/login', { body: { code: `c${at + 1}` } });
    const bearer = { authorization: `Bearer ${data.accessToken}` };
    for (let nth = 0; nth < ORDERS_EACH; nth++) {
      const items = [0, 1].map((line) => ({ skuId: skus[line], quantity: 1 + line }));
      const keyed = { ...bearer, 'idempotency-key': `fill-${at}-${nth}` };
      await shop.call('POST', '/orders', { body: { items }, headers: keyed });
    }
    if (size.cartLines) {
      const lines = skus.slice(0, size.cartLines).map((skuId) => ({ skuId, quantity: 1 }));
      await shop.call('POST', '/cart/merge', {
        body: { lines },
        headers: { ...bearer, 'idempotency-key': 'fill-cart' },
      });
    }
    return bearer;
  });
  return requestsOf(shop, products, skus, shoppers, { pages: await cursors(shop), owner });
}

async function cursors(shop) {
  const paths = ['/products?limit=20'];
  while (paths.length < 20) {
    const { data } = await shop.call('GET', paths.at(-1));
    if (data.nextCursor === null) break;
    paths.push(`/products?limit=20&cursor=${encodeURIComponent(data.nextCursor)}`);
  }
  return paths;
}

function requestsOf(shop, products, skus, shoppers, { pages, owner }) {
  const api = (method, path, more) => shop.request(method, `/api/v1${path}`, more);
  const bearer = (at) => shoppers[at % shoppers.length];
  const order = (at, items) => api('POST', '/orders', { headers: bearer(at), body: { items }, keyed: true });
  const many = (length, make) => Array.from({ length }, (_, at) => make(at));
  return {
    hello: [shop.request('GET', '/health/live')],
    me: many(shoppers.length, (at) => api('GET', '/users/me', { headers: bearer(at) })),
    product: many(Math.min(1_000, products.length), (at) => api('GET', `/products/${products[at].id}`)),
    products: pages.map((path) => api('GET', path)),
    login: many(10_000, (at) => api('POST', '/auth/wechat/login', { body: { code: `c${at + 1}` } })),
    orders: many(shoppers.length, (at) => api('GET', '/orders?limit=10', { headers: bearer(at) })),
    place: many(2_000, (at) =>
      order(at, [
        { skuId: skus[spread(at, skus.length)], quantity: 1 },
        { skuId: skus[(spread(at, skus.length) + 1) % skus.length], quantity: 1 + (at % 3) },
      ]),
    ),
    cart: many(shoppers.length, (at) => api('GET', '/cart', { headers: bearer(at) })),
    desk: [api('GET', '/admin/orders?limit=20', { headers: owner })],
    hot: many(shoppers.length, (at) => order(at, [{ skuId: skus[0], quantity: 1 }])),
  };
}

/** Makes so many, LANES at a time; answers them in their order. */
async function inLanes(count, make) {
  const made = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const at = next++;
      made[at] = await make(at);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return made;
}
