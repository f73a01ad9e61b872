import { randomUUID } from 'node:crypto';
import { changeDatabase } from '../database-rows.js';
import { eventually } from '../until.js';
import type { Api } from '../api.js';
import type { Order, Page, Refund, StoredEvent } from '../views.js';
import { anAddress, type Journey } from './journey.js';
import { uploadNonsense } from './pictures.js';
import { pushNonsense } from './pushes.js';
import type { World } from './world.js';

const NOBODYS_ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

/** Requests that are no good, each with something in it that somebody might have typed. */
export async function sendNonsense(world: World, { shopper, owner, orderId, addressId }: Journey): Promise<void> {
  const { shop, canaries } = world;
  const typed = (where: string) => canaries.text(`typed into ${where}`);
  const raw = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    fetch(`${shop.urls[0]}${path}`, { method, headers, body }).then((answer) => answer.text());
  const json = { 'content-type': 'application/json' };
  const login = '/api/v1/auth/wechat/login';

  await raw('POST', login, json, `{"code": "${typed('malformed JSON')}`);
  await raw('POST', login, json, `{"${typed('a field before a syntax error')}": 1,, }`);
  await raw('POST', login, json, `{"__proto__": {"${typed('a prototype')}": "${typed('a value in a prototype')}"}}`);
  await raw('POST', login, json, `${'['.repeat(40)}"${typed('what is nested too deeply')}"${']'.repeat(40)}`);
  await raw('POST', login, json, JSON.stringify({ code: `${typed('what is too large')}${'x'.repeat(70_000)}` }));
  await raw('POST', login, { 'content-type': 'text/xml' }, `<code>${typed('XML')}</code>`);
  await raw('POST', login, { 'content-type': `application/${typed('a media type')}` }, '{}');
  await raw('GET', `/api/v1/users/me?${typed('a query name')}=${typed('a query value')}`, {});
  await raw('GET', `/api/v1/products?q=${typed('a search')}`, {});
  await raw('GET', `/api/v1/products?limit=${typed('a limit')}&cursor=${typed('a cursor')}`, {});
  await raw('GET', `/api/v1/${typed('an unknown path')}/${typed('an unknown path, further on')}`, {});
  await raw('GET', `/${typed('a path at the root')}`, {});
  await raw('GET', `/api/v1/%zz${typed('a path that is no path')}`, {});
  await raw('GET', `/api/v1/orders/${'x'.repeat(250)}${typed('an id that is too long')}`, {});
  await raw('GET', '/api/v1/users/me', { authorization: `Basic ${typed('Basic authorization')}` });
  await raw('GET', '/api/v1/users/me', { authorization: `Bearer ${typed('a bearer token')}` });
  await raw('GET', '/api/v1/users/me', { authorization: forgedToken(typed('a forged token')) });
  await raw('GET', '/api/v1/admin/staff', { cookie: `jishi_staff=${typed('a staff cookie')}` });
  await raw('GET', '/api/v1/categories', { 'x-request-id': `${typed('an insane X-Request-Id')} \t<>` });
  await raw('GET', '/api/v1/categories', { 'accept-language': typed('Accept-Language'), referer: typed('Referer') });
  await raw('POST', '/api/v1/payments/wechat/notifications', json, `{"id": "${typed('a notification')}"}`);
  await raw('POST', '/api/v1/payments/wechat/refund-notifications', notificationHeaders(typed), '{}');

  await pushNonsense(world);
  await uploadNonsense(world, shopper);

  await shopper.post('/users/me/addresses', {
    ...anAddress(world, 'address with a field too many'),
    extra: typed('a field too many'),
  });
  await shopper.post('/users/me/addresses', {
    ...anAddress(world, 'address with a wrong type'),
    city: [typed('a list')],
  });
  await shopper.post('/users/me/addresses', {
    ...anAddress(world, 'too long address'),
    detail: typed('a long text').repeat(50),
  });
  await shopper.put(`/users/me/addresses/${addressId}`, { phone: typed('a phone number') });
  await shopper.put('/users/me', { avatarUrl: `http://${typed('an address of a picture')}` });
  await shopper.post('/users/me/phone', { code: `${typed('a code with a blank')} ` });
  await shopper.post('/orders', { items: [], remark: typed('the remark of an empty order') }, randomUUID());
  await shopper.post(
    '/orders',
    { items: [{ skuId: NOBODYS_ID, quantity: 1 }] },
    `${typed('a long Idempotency-Key')}${'x'.repeat(60)}`,
  );
  await shopper.post(`/orders/${orderId}/refunds`, { reason: typed('a long reason').repeat(20) }, randomUUID());
  await owner.get(`/admin/orders?from=${typed('a date')}`);
  await owner.post(`/admin/orders/${orderId}/shipment`, {
    carrier: '顺丰',
    trackingNo: `${typed('a tracking number')}!`,
  });
  const username = typed('the name of a member of staff');
  await shop.api.post('/auth/staff/login', { username, password: typed('a wrong password') });
  await shop.api.post('/auth/staff/login', { username: 'owner', password: typed('a wrong password of the owner') });
  await owner.put('/auth/staff/password', {
    oldPassword: typed('a wrong old password'),
    newPassword: typed('a password'),
  });
  await shop.api.post('/auth/token/refresh', { refreshToken: typed('a refresh token') });
}

/** Requests that are well formed and refused all the same: one for each business code within reach. */
export async function breakRules(world: World, journey: Journey): Promise<void> {
  const { shop, canaries } = world;
  const { shopper, owner, userId, orderId, skuId, productId } = journey;
  const typed = (where: string) => canaries.text(`typed into ${where}`);
  const order = (where: string, more = {}) => {
    const remark = canaries.text(`typed into ${where}`, /^to the content check$/);
    return { items: [{ skuId, quantity: 1 }], remark, ...more };
  };
  const other = await shop.shopper('oSomebodyElse');

  await owner.post(`/admin/users/${NOBODYS_ID}/block`, { reason: typed('the block of nobody') }); // 1001
  await shopper.post('/orders', order('an order to nowhere', { addressId: NOBODYS_ID }), randomUUID()); // 1002
  const { code } = shop.wechat.phoneCode({ openid: 'oSomebodyElse', phone: phoneOf(world) });
  await other.post('/users/me/phone', { code }); // 1003
  await shopper.post('/users/me/wechat-data', { encryptedData: typed('what WeChat encrypted'), iv: typed('its iv') }); // 1004
  await shopper.post('/users/me/phone', { code: canaries.text('typed into a phone code', /^to WeChat$/) }); // 1006
  await shop.api.post('/auth/wechat/login', { code: canaries.text('typed into a login code', /^to WeChat$/) }); // 1101
  await shopper.get(`/products/${typed('the id of a product')}`); // 2001
  await shopper.post(
    '/orders',
    {
      ...order('an order of nothing'),
      items: [{ skuId: canaries.text('typed into a SKU', /^answers$/), quantity: 1 }],
    },
    randomUUID(),
  ); // 2002
  await shopper.post(
    '/orders',
    order('an order of too much', {
      items: [
        { skuId, quantity: 999 },
        { skuId, quantity: 9 },
      ],
    }),
    randomUUID(),
  ); // 3001
  await shopper.get(`/orders/${typed('the id of an order')}`); // 4001
  await shopper.post(`/orders/${orderId}/cancel`); // 4002
  await shopper.post('/orders', order('an order without a key')); // 4003
  const key = randomUUID();
  await shopper.post(
    '/orders',
    { ...order('a first order'), remark: canaries.text('remark of a first order', /^(answers|to the content check)$/) },
    key,
  );
  await shopper.post('/orders', order('another order with the same key'), key); // 4004
  for (let placed = 0; placed < 2; placed++)
    await shopper.post('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
  await shopper.post('/orders', order('an order too many'), randomUUID()); // 4006
  await other.post('/orders', order('an order at another price', { expectedTotalFen: 1 }), randomUUID()); // 4007
  await owner.post(`/admin/refunds/${NOBODYS_ID}/rejection`, { reason: typed('the rejection of nothing') }); // 5001
  await shopper.post(`/orders/${orderId}/payment`); // 5002
  await shopper.post(
    `/orders/${orderId}/refunds`,
    { reason: typed('a refund of too much'), amountFen: 9_999 },
    randomUUID(),
  ); // 5003
  await owner.put(`/admin/products/${productId}`, { onShelf: false });
  await other.post('/orders', order('an order of what is gone'), randomUUID()); // 2003
  await owner.put(`/admin/products/${productId}`, { onShelf: true });

  await owner.post(`/admin/users/${userId}/block`, { reason: canaries.text('reason of the block') });
  await shopper.get('/users/me'); // 1103
  const openid = openidOf(world);
  await shop.api.post('/auth/wechat/login', { code: shop.wechat.login({ openid }).code }); // 1107
  await owner.post(`/admin/users/${userId}/unblock`);
}

/** WeChat answers with what it should not say. */
export async function hearNonsense(world: World): Promise<void> {
  const { shop, tap, canaries } = world;
  const said = (where: string) => canaries.text(`said by WeChat in ${where}`);
  const html = (where: string) => `<html><title>502 ${said(where)}</title></html>`;
  const logIn = () =>
    shop.api.post('/auth/wechat/login', { code: shop.wechat.login({ openid: openidOf(world) }).code });

  const code2session = '/sns/jscode2session';
  tap.answerOnce(code2session, 200, html('HTML for a sign-in'));
  await logIn();
  tap.answerOnce(code2session, 200, `{"session_key":"${said('half a sign-in')}`);
  await logIn();
  tap.answerOnce(code2session, 200, JSON.stringify({ errcode: 40029, errmsg: said('the refusal of a code') }));
  await logIn();
  tap.answerOnce(code2session, 200, JSON.stringify({ errcode: 45011, errmsg: said('the quota') }));
  await logIn(); // 6002
  tap.answerOnce(code2session, 200, JSON.stringify({ errcode: 40125, errmsg: said('the refusal of a secret') }));
  await logIn();
  tap.answerOnce(
    code2session,
    200,
    JSON.stringify({ openid: { [said('an openid')]: said('an openid within') }, session_key: 7 }),
  );
  await logIn();
  shop.wechat.addFault({ target: 'jscode2session', kind: 'truncated' });
  await logIn();

  const shopper = await shop.shopper(openidOf(world));
  const phone = '/wxa/business/getuserphonenumber';
  for (const body of [
    html('HTML for a phone'),
    JSON.stringify({ errcode: 0, phone_info: { purePhoneNumber: said('a phone') } }),
  ]) {
    tap.answerOnce(phone, 200, body);
    await shopper.post('/users/me/phone', { code: shop.wechat.phoneCode({ openid: openidOf(world) }).code });
  }
  await failAtPaying(world);
  await hearOfContent(world, shopper);
}

async function hearOfContent({ tap, canaries }: World, shopper: Api): Promise<void> {
  const check = '/wxa/msg_sec_check';
  const said = canaries.text('a word of the content check');
  const rename = (where: string, places: RegExp) =>
    shopper.put('/users/me', { nickname: canaries.text(`typed into ${where}`, places) });
  tap.answerOnce(
    check,
    200,
    JSON.stringify({ errcode: 0, result: { suggest: 'risky', label: 1 }, detail: [{ keyword: said }] }),
  );
  await rename('a risky nickname', /^to the content check$/); // 6003
  tap.answerOnce(check, 200, JSON.stringify({ errcode: 61010, errmsg: said }));
  await rename('an unchecked nickname', /^(answers|users\.nickname|to the content check)$/);
  await shopper.put('/users/me', { nickname: '小明' });
  tap.answerOnce(check, 200, `<html>${said}`);
  await rename('a nickname nobody can check', /^(answers|users\.nickname|to the content check)$/);
  await shopper.put('/users/me', { nickname: '小明' });
}

async function failAtPaying(world: World): Promise<void> {
  const { shop, tap, canaries } = world;
  const said = (where: string) => canaries.text(`said by WeChat Pay in ${where}`);
  const shopper = await shop.shopper('oSomebodyElse');
  const owner = await shop.owner();
  const { skuId } = await shop.product(5, 1_00);
  const { data: order } = await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
  for (const status of [200, 400, 500]) {
    const body = JSON.stringify({
      code: 'PARAM_ERROR',
      message: said(`a message of ${status}`),
      detail: { value: said(`a detail of ${status}`) },
    });
    tap.answerOnce('/v3/pay/transactions/jsapi', status, body);
    await shopper.post(`/orders/${order.id}/payment`); // 6001
  }
  const { outTradeNo } = await shop.pay(shopper, order.id, { notify: false });
  const changes = { amount: { total: 1 }, attach: said('an attachment'), payer: { openid: said('a payer') } };
  shop.wechat.resendNotification({ outTradeNo, changes });
  await eventually(
    () => owner.get<Page<StoredEvent>>('/admin/events?status=dead'),
    ({ data }) => data.items.some(({ type }) => type === 'payment.notification-rejected'),
  );
  await shopper.post(`/orders/${order.id}/payment/sync`);
  const reason = canaries.text('reason of a refund that fails at first', /^answers$/);
  const { data: refund } = await shopper.post<Refund>(`/orders/${order.id}/refunds`, { reason }, randomUUID());
  tap.answerOnce('/v3/refund/domestic/refunds', 502, `<html>${said('HTML for a refund')}</html>`);
  await owner.post(`/admin/refunds/${refund.id}/approval`);
  await eventually(
    () => shopper.get<Order>(`/orders/${order.id}`),
    ({ data }) => data.status === 'REFUNDED',
  );
}

/** The database refuses what it is told: what was bound to the statement is on its way in an error. */
export async function breakDatabase(world: World): Promise<void> {
  const { shop } = world;
  const shopper = await shop.shopper('oUnlucky');
  await without(world, 'user_addresses', () =>
    shopper.post('/users/me/addresses', anAddress(world, 'address the database refuses')),
  );
  const { code } = shop.wechat.login({ openid: openidOf(world) });
  await without(world, 'sessions', () => shop.api.post('/auth/wechat/login', { code }));
}

async function without({ shop }: World, table: string, call: () => Promise<{ status: number }>): Promise<void> {
  await changeDatabase(shop.databaseUrl, `ALTER TABLE ${table} RENAME TO ${table}_gone`);
  try {
    const { status } = await call();
    if (status !== 500) throw new Error(`Without ${table} the answer was to be 500, not ${status}`);
  } finally {
    await changeDatabase(shop.databaseUrl, `ALTER TABLE ${table}_gone RENAME TO ${table}`);
  }
}

const soughtAs = ({ canaries }: World, name: string) => canaries.all.find((one) => one.name === name)?.sought ?? '';
const openidOf = (world: World) => `o${soughtAs(world, 'openid')}`;
const phoneOf = (world: World) => soughtAs(world, 'phone bound by WeChat');

function forgedToken(own: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `Bearer ${part({ alg: 'HS256', kid: own })}.${part({ sub: own, sid: own })}.${own}`;
}

function notificationHeaders(typed: (where: string) => string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'wechatpay-serial': typed('Wechatpay-Serial'),
    'wechatpay-signature': typed('Wechatpay-Signature'),
    'wechatpay-timestamp': String(Math.floor(Date.now() / 1000)),
    'wechatpay-nonce': typed('Wechatpay-Nonce'),
  };
}
