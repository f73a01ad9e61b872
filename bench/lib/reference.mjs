import { freePort } from '../../scripts/lib/private-server.mjs';
import { PRODUCTS, SHOPPERS } from '../reference/data.mjs';
import { startServer } from './server-process.mjs';

/** The reference (bench/reference) as a process of its own; on SQLite there is none. */
export async function openReference(stores, wechatUrl) {
  const url = `http://127.0.0.1:${await freePort()}`;
  const env = { PATH: process.env.PATH, ...stores, WECHAT_API_BASE_URL: wechatUrl, PORT: new URL(url).port };
  const { pid, close } = await startServer('bench/reference/server.mjs', { env, url, probe: '/hello' });
  return { ...(await requestsOf('bare Node', url)), pid, close };
}

/** What a server with the reference's routes and data is asked in each case. */
export async function requestsOf(name, url) {
  const tokens = await Promise.all(
    Array.from({ length: SHOPPERS }, async (_, at) => {
      const body = JSON.stringify({ code: `c${at + 1}` });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/login`, { method: 'POST', headers, body });
      return (await answer.json()).token;
    }),
  );
  const bearer = (at) => ({ authorization: `Bearer ${tokens[at % tokens.length]}` });
  const get = (path, headers = {}) => ({ url, method: 'GET', path, headers });
  const order = (at, items) => ({
    url,
    method: 'POST',
    path: '/orders',
    headers: bearer(at),
    body: { items },
    keyed: true,
  });
  const many = (length, make) => Array.from({ length }, (_, at) => make(at));
  return {
    name,
    requests: {
      hello: [get('/hello')],
      me: many(SHOPPERS, (at) => get('/me', bearer(at))),
      product: many(1_000, (at) => get(`/products/${at + 1}`)),
      products: many(20, (at) => get(`/products?page=${at + 1}&size=20`)),
      login: many(10_000, (at) => ({ url, method: 'POST', path: '/login', headers: {}, body: { code: `c${at + 1}` } })),
      orders: many(SHOPPERS, (at) => get('/orders?page=1&size=10', bearer(at))),
      place: many(2_000, (at) =>
        order(at, [
          { sku_id: spread(at, 2 * PRODUCTS) + 1, quantity: 1 },
          { sku_id: ((spread(at, 2 * PRODUCTS) + 1) % (2 * PRODUCTS)) + 1, quantity: 1 + (at % 3) },
        ]),
      ),
      hot: many(SHOPPERS, (at) => order(at, [{ sku_id: 1, quantity: 1 }])),
    },
  };
}

/** The same places in every run, all over the range. */
export const spread = (at, range) => (at * 7_919) % range;
