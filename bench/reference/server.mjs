// The reference as a process: DATABASE_URL (empty), REDIS_URL (or none), WECHAT_API_BASE_URL, PORT.
import { createServer } from 'node:http';
import { createPool } from 'mysql2/promise';
import { createClient } from 'redis';
import { statements } from './data.mjs';
import { ReferenceShop } from './shop.mjs';
import { sign, verify } from './tokens.mjs';

const { DATABASE_URL, REDIS_URL, WECHAT_API_BASE_URL, PORT } = process.env;
const database = createPool({ uri: DATABASE_URL, connectionLimit: 20 });
for (const sql of statements()) await database.query(sql);
const redis = REDIS_URL ? await createClient({ url: REDIS_URL }).connect() : null;
const shop = new ReferenceShop(database, redis, WECHAT_API_BASE_URL);

const server = createServer((request, response) => {
  answer(request).then(
    ([status, body]) => send(response, status, body),
    (error) => send(response, 500, { error: error.message }),
  );
});
server.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit());

async function answer(request) {
  const { method, headers } = request;
  const { pathname, searchParams } = new URL(request.url, 'http://reference');
  const [, resource, id] = pathname.split('/');
  if (resource === 'hello') return [200, { hello: 'world' }];
  if (resource === 'login') return [200, { token: sign(await shop.login((await json(request)).code)) }];
  if (resource === 'products' && id) return [200, await shop.product(Number(id))];
  if (resource === 'products') return [200, await shop.products(Number(searchParams.get('page')), 20)];
  const userId = verify(headers.authorization);
  if (userId === null) return [401, { error: 'who are you?' }];
  if (resource === 'me') return [200, await shop.me(userId)];
  if (method === 'GET') return [200, await shop.orders(userId, 10)];
  return [201, await shop.place(userId, headers['idempotency-key'], (await json(request)).items)];
}

async function json(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

function send(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
