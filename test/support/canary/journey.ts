import { randomUUID } from 'node:crypto';
import type { Answer, Api } from '../api.js';
import { eventually } from '../until.js';
import type { Grant, Login, Order, Refund } from '../views.js';
import { uploadPicture } from './pictures.js';
import type { World } from './world.js';

/** Where WeChat's names of people belong. Redis has copies of who is signed in, with the account that pays. */
const OPENID =
  /^(wechat_identities|sessions|payments)\.account$|^to (WeChat|the content check)$|^Redis (auth:|commands$)/;
/** What people said about themselves, as they are answered it. */
const ANSWERS = /^answers$/;
/** WeChat is asked about remarks. */
const REMARK = /^(answers|to the content check)$/;
const WECHAT = /^to WeChat$/;

export interface Journey {
  readonly shopper: Api;
  readonly owner: Api;
  readonly userId: string;
  readonly orderId: string;
  readonly addressId: string;
  readonly skuId: string;
  readonly productId: string;
}

/** What was refused planted nothing. */
async function done<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { status, code, data } = await answer;
  if (status >= 300) throw new Error(`Refused: ${status} (${code})`);
  return data;
}

/** Everything that personal data and secrets can go through while all goes well. */
export async function playJourney(world: World): Promise<Journey> {
  const { shop, canaries } = world;
  const goods = await shop.product(1_000);
  const owner = await staffJourney(world);
  const { shopper, userId, openid } = await signIn(world);
  await done(shopper.put('/users/me', { nickname: '小明' }));

  const phone = canaries.phone('phone bound by WeChat');
  const { code } = shop.wechat.phoneCode({ openid, phone });
  await done(shopper.post('/users/me/phone', { code: canaries.note('code of the phone button', code, WECHAT) }));

  const data = { nickName: canaries.text('name that WeChat encrypted', ANSWERS, (own) => `小${own}`) };
  await done(shopper.post('/users/me/wechat-data', shop.wechat.encryptedData({ openid, data })));
  const consent = { purpose: 'marketing', version: '1', granted: true, scene: 'login' };
  await done(shopper.put('/users/me/consents', { items: [consent] }));

  const address = await done(
    shopper.post<{ id: string }>('/users/me/addresses', { ...anAddress(world, 'address'), isDefault: true }),
  );
  await done(
    shopper.put(`/users/me/addresses/${address.id}`, {
      detail: canaries.text('detail of the changed address', ANSWERS, (own) => `文三路 ${own} "1" 号\\2`),
    }),
  );
  await done(shopper.get('/users/me/addresses'));
  await uploadPicture(world, shopper);

  const place = async (name: string) => {
    const remark = canaries.text(`remark of the ${name} order`, REMARK, (own) => `请 "${own}"\n放\\门卫 ${own}`);
    const key = canaries.text(`Idempotency-Key of the ${name} order`, /^idempotency_keys\.idem_key$/);
    const body = { items: [{ skuId: goods.skuId, quantity: 1 }], remark };
    return (await done(shopper.post<Order>('/orders', body, key))).id;
  };
  const orderId = await place('paid');
  await shop.pay(shopper, orderId);
  await once(shopper, orderId, ({ status }) => status === 'PAID');
  const cancelled = await place('cancelled');
  await done(shopper.post(`/orders/${cancelled}/cancel`));

  const refund = async (name: string, amountFen?: number) => {
    const reason = canaries.text(`reason of the ${name} refund`, ANSWERS, (own) => `不想要了 ${own}`);
    return (await done(shopper.post<Refund>(`/orders/${orderId}/refunds`, { reason, amountFen }, randomUUID()))).id;
  };
  await done(
    owner.post(`/admin/refunds/${await refund('rejected')}/rejection`, {
      reason: canaries.text('reason of the rejection', undefined, (own) => `客户 ${own} 已收货`),
    }),
  );
  await done(owner.post(`/admin/refunds/${await refund('approved', 1)}/approval`));
  await once(shopper, orderId, ({ refunds }) => refunds.some(({ status }) => status === 'SUCCEEDED'));

  await done(owner.get('/admin/orders'));
  await done(owner.get('/admin/refunds'));
  await done(owner.post(`/admin/orders/${orderId}/address-reveal`, { reason: '核对地址' }));
  await done(owner.post('/admin/shipping-labels', { orderIds: [orderId], reason: '发货' }));
  await done(owner.post(`/admin/orders/${orderId}/shipment`, { carrier: '顺丰', trackingNo: 'SF100200300' }));
  await done(shopper.get('/orders'));
  await done(owner.get('/admin/audit-log'));
  await done(owner.get('/admin/events?status=pending'));
  return { shopper, owner, userId, orderId, addressId: address.id, skuId: goods.skuId, productId: goods.id };
}

export function anAddress({ canaries }: World, of: string): Record<string, string> {
  const part = (name: string) => canaries.text(`${name} of the ${of}`, ANSWERS, (own) => `某 ${own}`);
  return {
    recipient: part('recipient'),
    phone: canaries.phone(`phone of the ${of}`, ANSWERS),
    province: part('province'),
    city: part('city'),
    district: part('district'),
    detail: part('detail'),
    postalCode: canaries.note(`postal code of the ${of}`, `Z${randomUUID().slice(0, 8).toUpperCase()}`, ANSWERS),
  };
}

/** Signs in, takes new tokens, and is caught with a spent one on another device. */
async function signIn(world: World): Promise<{ shopper: Api; userId: string; openid: string }> {
  const { shop, canaries } = world;
  const openid = canaries.text('openid', OPENID, (own) => `o${own}`);
  const userAgent = canaries.text('User-Agent', /^sessions\.user_agent$|^answers$/, (own) => `WeChat/8.0 (${own})`);
  const logIn = async () => {
    const { code } = shop.wechat.login({ openid });
    const body = { code: canaries.note('code of wx.login', code, WECHAT) };
    const { data } = await shop.api.call<Login>('POST', '/auth/wechat/login', {
      body,
      headers: { 'user-agent': userAgent },
    });
    noteTokens(world, data);
    return data;
  };
  const stolen = await logIn();
  const { data: next } = await shop.api.post<Grant>('/auth/token/refresh', { refreshToken: stolen.refreshToken });
  noteTokens(world, next);
  await shop.api.post('/auth/token/refresh', { refreshToken: stolen.refreshToken });
  await shop.api.as({ token: next.accessToken }).get('/users/me');

  const { accessToken, user } = await logIn();
  const shopper = shop.api.as({ token: accessToken });
  await done(shopper.get('/auth/sessions'));
  for (const answer of world.tap.answers) {
    const [, sessionKey] = /"session_key":"([^"]+)"/.exec(answer) ?? [];
    if (sessionKey !== undefined) canaries.note('session_key', sessionKey);
    const [, accessTokenOfWechat] = /"access_token":"([^"]+)"/.exec(answer) ?? [];
    if (accessTokenOfWechat !== undefined) canaries.note('access token for WeChat', accessTokenOfWechat, WECHAT);
  }
  return { shopper, userId: user.id, openid };
}

/** Tokens stand in the answer to who signs in; their secret parts in nothing else. */
function noteTokens({ canaries }: World, { accessToken, refreshToken }: Grant): void {
  canaries.note('signature of an access token', accessToken.split('.')[2] ?? '', ANSWERS);
  const [, family = '', secret = ''] = refreshToken.split('.');
  canaries.note('family of a refresh token', family, ANSWERS);
  canaries.note('secret of a refresh token', secret, ANSWERS);
}

async function staffJourney({ shop, canaries }: World): Promise<Api> {
  const owner = await shop.owner();
  const password = canaries.text('password of a member of staff');
  const newPassword = canaries.text('new password of a member of staff');
  await done(owner.post('/admin/staff', { username: 'bobo', password, role: 'support' }));
  const { headers } = await shop.api.post('/auth/staff/login', { username: 'bobo', password });
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
  canaries.note('cookie of a member of staff', cookie.split('=')[1] ?? '', ANSWERS);
  const bo = shop.api.as({ cookie });
  await done(bo.get('/auth/staff/me'));
  await done(bo.put('/auth/staff/password', { oldPassword: password, newPassword }));
  await done(bo.post('/auth/staff/logout'));
  return owner;
}

async function once(shopper: Api, orderId: string, willDo: (order: Order) => boolean): Promise<void> {
  await eventually(
    () => shopper.get<Order>(`/orders/${orderId}`),
    ({ data }) => willDo(data),
  );
}
