import { createDecipheriv, createHash } from 'node:crypto';
import { InMemoryShop } from './in-memory-shop.js';

describe('api.weixin.qq.com', () => {
  let shop: InMemoryShop;
  let time = Date.parse('2026-11-23T01:00:00Z');

  beforeAll(async () => {
    shop = await InMemoryShop.open({ now: () => new Date(time) });
  });
  afterAll(() => shop.close());
  afterEach(() => shop.simulator.clearFaults());

  const minutes = (count: number) => {
    time += count * 60_000;
  };
  const post = async (path: string, body: object) => {
    const response = await fetch(shop.simulator.url + path, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as Record<string, unknown>;
  };
  const session = async (code: string, changes: Record<string, string> = {}) => {
    const query = { appid: shop.credentials.appId, secret: shop.credentials.appSecret, js_code: code };
    const parameters = new URLSearchParams({ ...query, grant_type: 'authorization_code', ...changes });
    const response = await fetch(`${shop.simulator.url}/sns/jscode2session?${parameters.toString()}`);
    const body = (await response.json()) as Record<string, string | number>;
    return { status: response.status, type: response.headers.get('content-type'), body };
  };
  const stableToken = (changes: object = {}) =>
    post('/cgi-bin/stable_token', {
      grant_type: 'client_credential',
      appid: shop.credentials.appId,
      secret: shop.credentials.appSecret,
      ...changes,
    });

  it('answers a login as text/plain, without an errcode', async () => {
    const { code, openid } = shop.simulator.login({ user: 'Li' });
    const { status, type, body } = await session(code);
    expect([status, type]).toEqual([200, 'text/plain']);
    expect(body).toEqual({ session_key: expect.any(String), openid });
    expect(Buffer.from(String(body.session_key), 'base64')).toHaveLength(16);
    expect(openid).toMatch(/^o[\w-]{27}$/);
  });

  it('maps a user to one openid, rotates the session_key, and takes an exact openid', async () => {
    const first = await session(shop.simulator.login({ user: 'Wang' }).code);
    const second = await session(shop.simulator.login({ user: 'Wang' }).code);
    expect(second.body.openid).toBe(first.body.openid);
    expect(second.body.session_key).not.toBe(first.body.session_key);
    expect((await session(shop.simulator.login({ openid: 'oAbC' }).code)).body.openid).toBe('oAbC');
    expect((await session(shop.simulator.login({ openid: 'oabc' }).code)).body.openid).toBe('oabc');
  });

  it('spends a login code at once and lets it expire after five minutes', async () => {
    const { code } = shop.simulator.login();
    await session(code);
    expect((await session(code)).body).toMatchObject({ errcode: 40163, errmsg: expect.stringContaining(', rid: ') });
    const late = shop.simulator.login();
    minutes(5);
    const answer = await session(late.code);
    expect(answer).toMatchObject({ status: 200, body: { errcode: 40029 } });
  });

  it.each([
    [{ js_code: 'made-up' }, 40029],
    [{ appid: '' }, 41002],
    [{ appid: 'wx0' }, 40013],
    [{ secret: 'wrong' }, 40125],
  ])('refuses a login with %j as %i, without spending the code', async (changes, errcode) => {
    const { code } = shop.simulator.login();
    expect((await session(code, changes)).body.errcode).toBe(errcode);
    expect((await session(code)).body.openid).toBeDefined();
  });

  it('gives the same access_token until five minutes before its end, and then both are valid', async () => {
    const first = await stableToken();
    expect(first.expires_in).toBe(7200);
    minutes(114);
    expect((await stableToken()).access_token).toBe(first.access_token);
    minutes(1);
    const second = await stableToken();
    expect(second.access_token).not.toBe(first.access_token);
    const { code } = shop.simulator.phoneCode();
    const path = `/wxa/business/getuserphonenumber?access_token=${String(first.access_token)}`;
    expect(await post(path, { code })).toMatchObject({ errcode: 0 });
    minutes(6);
    expect(await post(path, { code })).toMatchObject({ errcode: 42001 });
  });

  it('voids the old access_token on a forced refresh, at most every 30 s', async () => {
    const first = await stableToken();
    const second = await stableToken({ force_refresh: true });
    expect(second.access_token).not.toBe(first.access_token);
    expect((await stableToken({ force_refresh: true })).access_token).toBe(second.access_token);
    const path = `/wxa/business/getuserphonenumber?access_token=${String(first.access_token)}`;
    expect(await post(path, { code: '' })).toMatchObject({ errcode: 40001 });
  });

  it('gives a phone number once, only to its user, and never for a login code', async () => {
    const { access_token: token } = await stableToken();
    const phone = (body: object) => post(`/wxa/business/getuserphonenumber?access_token=${String(token)}`, body);
    const { openid } = shop.simulator.login({ user: 'Zhao' });
    const { code } = shop.simulator.phoneCode({ user: 'Zhao', phone: '13812345678', countryCode: 86 });
    expect(await phone({ code, openid: 'somebody else' })).toMatchObject({ errcode: 40029 });
    expect(await phone({ code, openid })).toMatchObject({
      errcode: 0,
      phone_info: { purePhoneNumber: '13812345678', countryCode: 86, watermark: { appid: shop.credentials.appId } },
    });
    expect(await phone({ code, openid })).toMatchObject({ errcode: 40029 });
    expect(await phone({ code: shop.simulator.login().code })).toMatchObject({ errcode: 40029 });
    expect(await post('/wxa/business/getuserphonenumber', { code })).toMatchObject({ errcode: 41001 });
  });

  it('encrypts user data with the present session_key and signs it', async () => {
    const { code, openid } = shop.simulator.login({ user: 'Sun' });
    const { session_key: key } = (await session(code)).body;
    const { encryptedData, iv, rawData, signature } = shop.simulator.encryptedData({ user: 'Sun' });
    const decipher = createDecipheriv('aes-128-cbc', Buffer.from(String(key), 'base64'), Buffer.from(iv, 'base64'));
    const plaintext = decipher.update(encryptedData, 'base64', 'utf8') + decipher.final('utf8');
    expect(JSON.parse(plaintext)).toMatchObject({ openId: openid, watermark: { appid: shop.credentials.appId } });
    expect(signature).toBe(
      createHash('sha1')
        .update(rawData + String(key))
        .digest('hex'),
    );
  });

  it('answers the errcode of a fault as often as asked, without spending the code', async () => {
    shop.simulator.addFault({ target: 'jscode2session', kind: 'errcode', value: 45011, times: 2 });
    const { code } = shop.simulator.login();
    expect((await session(code)).body.errcode).toBe(45011);
    expect((await session(code)).body.errcode).toBe(45011);
    expect((await session(code)).body.openid).toBeDefined();
  });

  it('loses the answer of a dropped login: the code is spent', async () => {
    shop.simulator.addFault({ target: 'jscode2session', kind: 'drop' });
    const { code } = shop.simulator.login();
    await expect(session(code)).rejects.toThrow();
    expect((await session(code)).body.errcode).toBe(40163);
  });
});
