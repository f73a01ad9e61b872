import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { ManualClock } from '#kernel';
import { AccessTokenExpired, AccessTokenRefused } from '../domain/errors.js';
import { authConfig } from './in-memory-config.js';
import { JwtAccessTokens } from './jwt-access-tokens.js';

const HOUR = 3_600_000;
const oldKey = { id: 'old', key: Buffer.from('the old secret, at least 32 bytes long') };
const newKey = { id: 'new', key: Buffer.from('the new secret, at least 32 bytes long') };
const clock = new ManualClock();
const tokens = new JwtAccessTokens(authConfig({ jwtKeys: [newKey, oldKey], accessTtl: HOUR }), clock);

const seconds = Math.floor(clock.now().getTime() / 1000);
const header = { alg: 'HS256', typ: 'JWT', kid: 'new' };
const payload = {
  sub: 'user',
  sid: 'session',
  type: 'access',
  iss: 'jishi',
  aud: 'jishi-mini-program',
  iat: seconds,
  exp: seconds + 3600,
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const hmac = (input: string, key: Buffer, hash = 'sha256') => createHmac(hash, key).update(input).digest('base64url');
const unsigned = (over: { header?: object; payload?: object } = {}) =>
  `${encode({ ...header, ...over.header })}.${encode({ ...payload, ...over.payload })}`;
const signed = (over: { header?: object; payload?: object } = {}, key = newKey.key) =>
  `${unsigned(over)}.${hmac(unsigned(over), key)}`;
const without = (claim: keyof typeof payload) => ({ payload: { [claim]: undefined } });

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const genuine = signed();
const [genuineHeader = '', genuinePayload = '', genuineSignature = ''] = genuine.split('.');

describe('an access token', () => {
  it('says who asks, in which session', () => {
    expect(tokens.verify(tokens.issue({ userId: 'user', sessionId: 'session' }))).toEqual({
      userId: 'user',
      sessionId: 'session',
      expiresAt: new Date(clock.now().getTime() + 3_600_000),
    });
    expect(tokens.verify(genuine)).toMatchObject({ userId: 'user', sessionId: 'session' });
  });

  it('is signed with the first key and says so', () => {
    const [head = '', body = ''] = tokens.issue({ userId: 'user', sessionId: 'session' }).split('.');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual(header);
    expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toEqual(payload);
  });

  it('[F14] stays good while keys are rotated', () => {
    const before = new JwtAccessTokens(authConfig({ jwtKeys: [oldKey] }), clock);
    expect(tokens.verify(before.issue({ userId: 'user', sessionId: 'session' })).userId).toBe('user');
  });

  it('[F13] is good for its lifetime and not a second longer', () => {
    const later = new ManualClock(clock.now());
    const issuer = new JwtAccessTokens(authConfig({ jwtKeys: [newKey], accessTtl: HOUR }), later);
    const token = issuer.issue({ userId: 'user', sessionId: 'session' });
    later.advance(HOUR - 1);
    expect(issuer.verify(token).userId).toBe('user');
    later.advance(1);
    expect(() => issuer.verify(token)).toThrow(AccessTokenExpired);
  });

  it('that expired is told from one that is forged', () => {
    const expired = { payload: { exp: seconds - 1 } };
    expect(() => tokens.verify(signed(expired))).toThrow(AccessTokenExpired);
    expect(() => tokens.verify(signed(expired, oldKey.key))).toThrow(AccessTokenRefused);
  });

  it.each([
    ['unsigned, algorithm none', `${unsigned({ header: { alg: 'none' } })}.`],
    ['algorithm none, signature left in place', `${unsigned({ header: { alg: 'none' } })}.${genuineSignature}`],
    ['algorithm None', `${unsigned({ header: { alg: 'None' } })}.`],
    ['signature stripped', `${genuineHeader}.${genuinePayload}.`],
    [
      'another HMAC',
      `${unsigned({ header: { alg: 'HS512' } })}.${hmac(unsigned({ header: { alg: 'HS512' } }), newKey.key, 'sha512')}`,
    ],
    [
      'RS256 with a key of the attacker',
      `${unsigned({ header: { alg: 'RS256' } })}.${sign('sha256', Buffer.from(unsigned({ header: { alg: 'RS256' } })), rsa.privateKey).toString('base64url')}`,
    ],
    ['signed with another secret', signed({}, Buffer.from('another secret of at least 32 bytes!'))],
    ['signed with the empty secret', signed({}, Buffer.alloc(0))],
    ['signed with one key, names the other', signed({ header: { kid: 'old' } })],
    ['an unknown key', signed({ header: { kid: 'unknown' } })],
    ['no key named', signed({ header: { kid: undefined } })],
    ['a key id that is no text', signed({ header: { kid: ['new'] } })],
    ['a key id that is a property of every object', signed({ header: { kid: '__proto__' } })],
    ['a payload that was changed', `${genuineHeader}.${encode({ ...payload, sub: 'somebody' })}.${genuineSignature}`],
    ['another audience', signed({ payload: { aud: 'jishi-console' } })],
    ['no audience', signed(without('aud'))],
    ['another issuer', signed({ payload: { iss: 'somebody' } })],
    ['no issuer', signed(without('iss'))],
    ['another type', signed({ payload: { type: 'refresh' } })],
    ['no type', signed(without('type'))],
    ['no user', signed(without('sub'))],
    ['a user that is no text', signed({ payload: { sub: { $ne: '' } } })],
    ['no session', signed(without('sid'))],
    ['no end', signed(without('exp'))],
    ['an end that is no number', signed({ payload: { exp: 'never' } })],
    ['not yet good', signed({ payload: { nbf: seconds + 60 } })],
    ['a refresh token', `01JD0000000000000000000000.${'f'.repeat(43)}.${'s'.repeat(43)}`],
    [
      'a payload that is no object',
      `${genuineHeader}.${encode('text')}.${hmac(`${genuineHeader}.${encode('text')}`, newKey.key)}`,
    ],
    [
      'a payload that is null',
      `${genuineHeader}.${encode(null)}.${hmac(`${genuineHeader}.${encode(null)}`, newKey.key)}`,
    ],
    ['a header that is no JSON', `bm90IGpzb24.${genuinePayload}.${genuineSignature}`],
    ['no token at all', 'token'],
    ['nothing', ''],
  ])('[F13] is refused: %s', (_, forged) => {
    expect(() => tokens.verify(forged)).toThrow(AccessTokenRefused);
  });

  it('is refused with any one of its characters changed', () => {
    for (let at = 0; at < genuine.length; at++) {
      const changed = genuine.slice(0, at) + (genuine[at] === 'A' ? 'B' : 'A') + genuine.slice(at + 1);
      expect(() => tokens.verify(changed)).toThrow(AccessTokenRefused);
    }
  });
});
