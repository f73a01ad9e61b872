// npm run demo: one shopper's journey over HTTP, against the server at BASE_URL or one started here for the occasion.
// WECHAT_SIMULATOR_URL names the simulated WeChat; without it the server's /health tells.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** In the shop started here, so that a time-out can be watched. */
const PAYMENT_TTL = '10s';

const started = process.env.BASE_URL ? null : await startServer();
const base = (process.env.BASE_URL ?? started.url).replace(/\/$/, '');
let step = 0;

// Whoever reads may have gone, as `head` has after some lines: the shop started here does not outlive that.
process.stdout.on('error', () => {
  started?.child.kill('SIGTERM');
  process.exit(1);
});

try {
  await play();
} catch (error) {
  console.error(`\n✗ ${error.message}`);
  process.exitCode = 1;
} finally {
  started?.child.kill('SIGTERM');
}

async function play() {
  const wechat = await simulatorUrl();
  const shopper = `demo-${randomUUID().slice(0, 8)}`;

  const { code } = await post(`${wechat}/_simulator/login`, { user: shopper });
  say('小程序调用 wx.login', `the mini-program gets a one-use code from WeChat: ${code.slice(0, 8)}…`);
  const login = await api('POST', '/auth/wechat/login', { code });
  const token = login.accessToken;
  say('登录', `user ${login.user.id}${login.user.isNew ? ', new here' : ''}; access token for ${login.expiresIn} s`);

  const { items: products } = await api('GET', '/products?limit=20');
  const product = products.find(({ skus }) => skus.some(({ available }) => available >= 2));
  if (!product)
    throw new Error(
      'Nothing is for sale: start the server with its demo catalogue (DEMO_SEED=on), or fill it: npm run seed',
    );
  const sku = product.skus.find(({ available }) => available >= 2);
  say(
    '逛商品',
    `${products.length} products; chosen: ${product.name} / ${sku.name}, ${yuan(sku.priceFen)}, ${sku.available} left`,
  );

  const address = {
    recipient: '张三',
    phone: '13800138000',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    detail: '文三路 1 号',
  };
  const { id: addressId } = await api('POST', '/users/me/addresses', { ...address, isDefault: true }, { token });
  say('填写地址', 'kept encrypted');

  const merging = { token, key: randomUUID() };
  await api('POST', '/cart/merge', { lines: [{ skuId: sku.id, quantity: 1 }] }, merging);
  const cart = await api('POST', '/cart/lines', { skuId: sku.id, quantity: 1 }, { token });
  say(
    '加入购物车',
    `one collected before signing in, one now: ${cart.selected.quantity} × ${sku.name}, ${yuan(cart.selected.goodsFen)}`,
  );

  const couponId = await claimCoupon(token);
  const items = [{ skuId: sku.id, quantity: 2 }];
  const quote = await api('POST', '/orders/quote', { items }, { token });
  const fits = quote.coupons.some(({ id }) => id === couponId);
  if (couponId) {
    say(
      '试算',
      `${yuan(quote.totalFen)}; the coupon ${fits ? `takes ${yuan(quote.coupons[0].offFen)} off` : 'does not fit'}`,
    );
  }

  const key = randomUUID();
  const rest = { addressId, remark: '请尽快发货' };
  const fromCart = { skuIds: [sku.id], ...rest, ...(fits && { couponId }) };
  const placed = await api('POST', '/cart/orders', fromCart, { token, key });
  const off = placed.discountFen > 0 ? ` (${yuan(placed.discountFen)} off)` : '';
  say('下单', `order ${placed.id}: ${yuan(placed.totalFen)}${off}, ${placed.status}; the stock is reserved`);
  const again = await api('POST', '/cart/orders', fromCart, { token, key });
  say('网络抖动重试', `the same Idempotency-Key gives the same order: ${again.id === placed.id}`);
  await untilCart(token, ({ lines }) => lines.length === 0);
  say('购物车', 'what is ordered has left it');

  const payment = await api('POST', `/orders/${placed.id}/payment`, undefined, { token });
  say('调起支付', `wx.requestPayment(${payment.package})`);
  const paid = await post(`${wechat}/_simulator/pay`, payment);
  say('微信支付', `the shopper pays; transaction ${paid.transactionId}; WeChat notifies the shop`);

  const done = await untilOrder(placed.id, token, ({ status }) => status === 'PAID');
  say('支付成功', `order ${done.status} at ${done.paidAt}`);

  const cookie = await staffCookie();
  if (!cookie) {
    return say('库存', 'not shown: set STAFF_BOOTSTRAP_USERNAME and STAFF_BOOTSTRAP_PASSWORD to look as staff');
  }
  const stockOf = (done) => until(() => api('GET', `/admin/stock/${sku.id}`, undefined, { cookie }), done);
  const stock = await stockOf(({ sold }) => sold >= 2);
  say('库存', `available ${stock.available}, reserved ${stock.reserved}, sold ${stock.sold}`);

  const refund = await api(
    'POST',
    `/orders/${placed.id}/refunds`,
    { reason: '不想要了' },
    { token, key: randomUUID() },
  );
  await api('POST', `/admin/refunds/${refund.id}/approval`, undefined, { cookie });
  const refunded = await untilOrder(placed.id, token, ({ status }) => status === 'REFUNDED');
  const back = await stockOf(({ available }) => available >= stock.available + 2);
  say(
    '退款',
    `approved by staff; WeChat sent ${yuan(refunded.refunds[0].amountFen)} back; available again: ${back.available}`,
  );

  const order = { items, ...rest };
  const late = await api('POST', '/orders', order, { token, key: randomUUID() });
  const sheet = await api('POST', `/orders/${late.id}/payment`, undefined, { token });
  await post(`${wechat}/_simulator/pay`, { ...sheet, notify: false });
  await api('POST', `/orders/${late.id}/cancel`, undefined, { token });
  const cancelled = await untilOrder(late.id, token, ({ refunds }) => refunds[0]?.status === 'SUCCEEDED');
  say(
    '迟到的付款',
    `cancelled while the money was on its way: order ${cancelled.status}, the money went back by itself`,
  );

  if (!started) {
    console.log(
      'Not shown: an order that nobody pays in time, for which BASE_URL waits as long as its ORDER_PAYMENT_TTL',
    );
    return;
  }
  const forgotten = await api('POST', '/orders', order, { token, key: randomUUID() });
  const expired = await untilOrder(forgotten.id, token, ({ status }) => status === 'CANCELLED');
  say(
    '超时未付',
    `nobody paid within ${PAYMENT_TTL}: order ${expired.status} (${expired.cancelReason}), its stock is free`,
  );
}

function untilCart(token, isDone) {
  return until(() => api('GET', '/cart', undefined, { token }), isDone);
}

/** Null where there is none to be had: a shop need not give any away. */
async function claimCoupon(token) {
  const { items: templates } = await api('GET', '/coupon-templates', undefined, { token });
  const template = templates.find(({ mine, shopperLimit }) => mine < shopperLimit);
  if (!template) return null;
  const coupon = await api('POST', `/coupon-templates/${template.id}/claim`, undefined, { token, key: randomUUID() });
  say('领券', `${coupon.name}, good until ${coupon.validUntil}`);
  return coupon.id;
}

function untilOrder(id, token, isDone) {
  return until(() => api('GET', `/orders/${id}`, undefined, { token }), isDone);
}

async function startServer() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    DEMO_SEED: 'on',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_BASE_URL: url,
    LOG_LEVEL: 'error',
    ORDER_PAYMENT_TTL: PAYMENT_TTL,
  };
  if (!env.DATABASE_URL) env.DATABASE_URL = 'sqlite::memory:';
  const child = spawn(process.execPath, ['dist/src/main.js'], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(`Starting a shop for the demo at ${url} (set BASE_URL to use a running one)`);
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) process.exit(child.exitCode);
    const ready = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return { child, url };
    await pause(100);
  }
  child.kill('SIGTERM');
  throw new Error('The server was not ready within 30 s: run npm start and read what it says');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function simulatorUrl() {
  if (process.env.WECHAT_SIMULATOR_URL) return process.env.WECHAT_SIMULATOR_URL.replace(/\/$/, '');
  const health = await fetch(`${base}/health`)
    .then((answer) => answer.json())
    .catch(() => null);
  if (!health?.details)
    throw new Error(`No shop answers at ${base}: start one with npm start, or leave BASE_URL unset`);
  const url = health.details.wechat?.simulator;
  if (!url) throw new Error(`The shop at ${base} uses another WeChat: name a simulator in WECHAT_SIMULATOR_URL`);
  return url;
}

async function staffCookie() {
  const { STAFF_BOOTSTRAP_USERNAME: username = 'owner', STAFF_BOOTSTRAP_PASSWORD: password = 'jishi-demo-owner' } =
    process.env;
  const answer = await fetch(`${base}/api/v1/auth/staff/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  return answer.ok
    ? answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ')
    : null;
}

async function api(method, path, body, { token, cookie, key } = {}) {
  const headers = {
    'accept-language': 'en',
    ...(body && { 'content-type': 'application/json' }),
    ...(token && { authorization: `Bearer ${token}` }),
    ...(cookie && { cookie }),
    ...(key && { 'idempotency-key': key }),
  };
  const answer = await fetch(`${base}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  const { code, message, data } = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} (${code}) ${message}`);
  return data;
}

async function post(url, body) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`POST ${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function until(read, isDone) {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(100)) {
    const value = await read();
    if (isDone(value)) return value;
  }
  throw new Error('What was awaited did not happen within 30 s: look for warnings in the log of the server');
}

function say(what, detail) {
  step += 1;
  console.log(`${String(step).padStart(2)}. ${what}  ${detail}`);
}

function yuan(fen) {
  return `¥${(fen / 100).toFixed(2)}`;
}
