import { ENDPOINTS, type Endpoint } from '../contract/endpoints.js';
import type { Api } from '../support/api.js';
import { Shop } from '../support/shop.js';

const SOME_ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const ORDER = { items: [{ skuId: SOME_ID, quantity: 1 }] };
const NAMES = ENDPOINTS.filter(({ unenveloped }) => !unenveloped).map((endpoint): [string, Endpoint] => [
  `${endpoint.method} ${endpoint.path}`,
  endpoint,
]);
const callers = (...wanted: Endpoint['caller'][]) => NAMES.filter(([, { caller }]) => wanted.includes(caller));

let shop: Shop;
let stranger: Api;
let shopper: Api;
let owner: Api;
beforeAll(async () => {
  shop = await Shop.open();
  stranger = shop.api;
  shopper = await shop.shopper('oAccess');
  owner = await shop.owner();
});
afterAll(() => shop?.close());

const knock = (client: Api, { method, path, keyed }: Endpoint) =>
  client.call(method, path.replaceAll(/\{\w+\}/g, SOME_ID), {
    ...(keyed && { key: 'a-key' }),
    ...(method !== 'GET' && method !== 'DELETE' && { body: {} }),
  });

it.each(callers('shopper', 'staff'))('[P04] %s asks a stranger to sign in', async (_, endpoint) => {
  expect(await knock(stranger, endpoint)).toMatchObject({ status: 401, code: 401 });
  expect((await knock(shop.api.as({ token: 'e30.e30.e30' }), endpoint)).status).toBe(401);
});

it.each(callers('staff'))('[P04] %s is not for shoppers', async (_, endpoint) => {
  expect(await knock(shopper, endpoint)).toMatchObject({ status: 403, code: 403 });
});

it.each(callers('shopper'))("%s does not take a staff cookie for a shopper's token", async (_, endpoint) => {
  expect(await knock(owner, endpoint)).toMatchObject({ status: 401, code: 401 });
});

it.each(callers('anybody'))('%s needs no signing in', async (_, endpoint) => {
  expect([401, 403]).not.toContain((await knock(stranger, endpoint)).status);
});

it.each(NAMES.filter(([, { keyed }]) => keyed))('[P10] %s requires an Idempotency-Key', async (_, endpoint) => {
  const client = endpoint.caller === 'staff' ? owner : shopper;
  const body = endpoint.path === '/orders' ? ORDER : { delta: 1, reason: '盘点' };
  const path = endpoint.path.replaceAll(/\{\w+\}/g, SOME_ID);
  expect(await client.call(endpoint.method, path, { body })).toMatchObject({ status: 400, code: 4003 });
});
