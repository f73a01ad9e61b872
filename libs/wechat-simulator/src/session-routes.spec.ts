import { createHmac } from 'node:crypto';
import { InMemoryShop } from './in-memory-shop.js';

describe('session keys and access tokens', () => {
  let shop: InMemoryShop;
  let time = Date.parse('2026-11-23T01:00:00Z');

  beforeAll(async () => {
    shop = await InMemoryShop.open({ now: () => new Date(time) });
  });
  afterAll(() => shop.close());
  afterEach(() => shop.simulator.clearFaults());

  const signatureOf = (sessionKey: string) => createHmac('sha256', sessionKey).update('').digest('hex');
  const signed = async (name: string, openid: string, sessionKey: string, changes: Record<string, string> = {}) =>
    shop.api('GET', `/wxa/${name}`, {
      openid,
      signature: signatureOf(sessionKey),
      sig_method: 'hmac_sha256',
      ...changes,
    });

  it('says whether the session_key that made a signature is still the present one', async () => {
    const { openid, sessionKey } = await shop.signIn('Li');
    expect(await signed('checksession', openid, sessionKey)).toMatchObject({ errcode: 0 });
    expect(await signed('checksession', openid, 'another')).toMatchObject({ errcode: 87009 });
    expect(await signed('checksession', 'nobody', sessionKey)).toMatchObject({ errcode: 87009 });
    expect(await signed('checksession', openid, sessionKey, { sig_method: 'md5' })).toMatchObject({ errcode: 87008 });
    shop.simulator.rotateSessionKey({ user: 'Li' });
    expect(await signed('checksession', openid, sessionKey)).toMatchObject({ errcode: 87009 });
  });

  it('puts another session_key in its place when asked with the present one', async () => {
    const { openid, sessionKey } = await shop.signIn('Li');
    const answer = await signed('resetusersessionkey', openid, sessionKey);
    expect(answer).toMatchObject({ errcode: 0, openid });
    expect(answer.session_key).not.toBe(sessionKey);
    expect(await signed('checksession', openid, String(answer.session_key))).toMatchObject({ errcode: 0 });
    expect(await signed('resetusersessionkey', openid, sessionKey)).toMatchObject({ errcode: 87009 });
  });

  it('answers a session_key that is void already, as after two logins at once, when a fault says so', async () => {
    shop.simulator.addFault({ target: 'jscode2session', kind: 'rotated' });
    const { openid, sessionKey } = await shop.signIn('Li');
    expect(await signed('checksession', openid, sessionKey)).toMatchObject({ errcode: 87009 });
  });

  it('keeps the plain access_token apart from the stable one, and gives another at each call', async () => {
    const plain = async () => String((await shop.plainToken()).access_token);
    const stable = await shop.token();
    const first = await plain();
    const second = await plain();
    expect(new Set([stable, first, second]).size).toBe(3);
    expect(await shop.token()).toBe(stable);
    const check = (token: string) => shop.api('GET', '/wxa/checksession', { openid: 'x', sig_method: '' }, null, token);
    for (const token of [stable, first, second]) expect(await check(token)).toMatchObject({ errcode: 87008 });
    time += 5 * 60_000 + 1000;
    expect(await check(first)).toMatchObject({ errcode: 42001 });
    expect(await check(second)).toMatchObject({ errcode: 87008 });
  });

  it('voids every access_token on request', async () => {
    const token = await shop.token();
    shop.simulator.revokeAccessTokens();
    expect(await shop.api('GET', '/wxa/checksession', {}, null, token)).toMatchObject({ errcode: 40001 });
    expect(await shop.token()).not.toBe(token);
  });

  it('lets a refresh be forced twenty times a day', async () => {
    for (let forced = 0; forced < 20; forced += 1) {
      time += 31_000;
      expect(await shop.stableToken(true)).toHaveProperty('access_token');
    }
    time += 31_000;
    expect(await shop.stableToken(true)).toMatchObject({ errcode: 45009 });
    expect(await shop.stableToken(false)).toHaveProperty('access_token');
  });
});
