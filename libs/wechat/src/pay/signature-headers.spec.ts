import { createPublicKey } from 'node:crypto';
import { Formatter, Rsa } from '../testing/independent-library.js';
import { SignatureOutOfTime, SignatureRefused } from '../errors.js';
import { merchant, NOW, PayParty, payOptions } from '../testing/pay-party.js';
import { MerchantSigner } from './merchant-signer.js';
import { checkSignature, readSignatureHeaders } from './signature-headers.js';

const party = new PayParty('PUB_KEY_ID_0119000000012026');
const BODY = '{"code":"SUCCESS","说明":"支付成功"}';
const headers = party.headers(BODY);

const check = (changed: Record<string, string | string[] | undefined>, body = Buffer.from(BODY)) =>
  checkSignature(readSignatureHeaders({ ...headers, ...changed }), body, party.keys.publicKey, NOW);

test('what an independent library signed is accepted, whatever the case of the header names', () => {
  expect(() => check({})).not.toThrow();
  const shouted = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
  expect(() => readSignatureHeaders(shouted)).not.toThrow();
});

test('an empty body (204) is signed too', () => {
  const read = readSignatureHeaders(party.headers(''));
  expect(() => checkSignature(read, Buffer.alloc(0), party.keys.publicKey, NOW)).not.toThrow();
});

test('any byte of the body changed, added or missing is refused', () => {
  const bytes = Buffer.from(BODY);
  for (let at = 0; at < bytes.length; at += 1) {
    const tampered = Buffer.from(bytes);
    tampered[at] = (tampered[at] ?? 0) ^ 1;
    expect(() => check({}, tampered)).toThrow(SignatureRefused);
  }
  expect(() => check({}, Buffer.concat([bytes, Buffer.from(' ')]))).toThrow(SignatureRefused);
  expect(() => check({}, bytes.subarray(0, -1))).toThrow(SignatureRefused);
});

test('any character of the signature changed is refused', () => {
  const signature = headers['wechatpay-signature'] ?? '';
  for (let at = 0; at < signature.length; at += 1) {
    const other = signature[at] === 'A' ? 'B' : 'A';
    expect(() => check({ 'wechatpay-signature': signature.slice(0, at) + other + signature.slice(at + 1) })).toThrow(
      SignatureRefused,
    );
  }
});

test('nonce and timestamp are part of what is signed', () => {
  expect(() => check({ 'wechatpay-nonce': 'd5ac7061fccab6bf3e254dcf98995b8c' })).toThrow('wrong signature');
  expect(() => check({ 'wechatpay-timestamp': String(NOW.getTime() / 1000 + 1) })).toThrow('wrong signature');
});

test.each(Object.keys(headers))('%s missing, repeated, joined, empty or overlong is refused', (name) => {
  const value = headers[name] ?? '';
  for (const bad of [
    undefined,
    [value, value],
    [],
    `${value}, ${value}`,
    '',
    `${value}${'1'.repeat(2000)}`,
    `${value}\n`,
  ]) {
    expect(() => check({ [name]: bad })).toThrow(SignatureRefused);
  }
  expect(() => check({ [name.toUpperCase()]: value })).toThrow('repeated');
});

const sentSecondsAgo = (age: number) => party.headers(BODY, new Date(NOW.getTime() - age * 1000));

test.each([299, 0, -299])('a message %s seconds old is fresh', (age) => {
  expect(() => check(sentSecondsAgo(age))).not.toThrow();
});

test.each([300, -300, 86_400])('[F15] a message %s seconds old is refused, however well signed', (age) => {
  expect(() => check(sentSecondsAgo(age))).toThrow(SignatureOutOfTime);
  expect(() => check(sentSecondsAgo(age))).toThrow(`genuine, but ${Math.abs(age)} s ${age > 0 ? 'old' : 'ahead'}`);
});

test('a forgery is called a forgery, whatever its time: only a genuine message speaks of clocks', () => {
  expect(() => check({ ...sentSecondsAgo(600), 'wechatpay-nonce': 'changed' })).toThrow('wrong signature');
});

test("[F15] WeChat Pay's probes are refused", () => {
  const probe = `WECHATPAY/SIGNTEST/${(headers['wechatpay-signature'] ?? '').slice(19)}`;
  expect(() => check({ 'wechatpay-signature': probe })).toThrow(SignatureRefused);
});

describe('signing as the merchant', () => {
  const signer = new MerchantSigner(payOptions('http://unused', null), () => NOW);

  test('an independent library verifies the Authorization header', () => {
    const header = signer.authorization('POST', '/v3/pay?a=b', BODY);
    expect(header).toMatch(
      /^WECHATPAY2-SHA256-RSA2048 mchid="1900000001",nonce_str="[0-9a-f]{32}",timestamp="1795406400",/,
    );
    const fields = Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    const { timestamp = '', nonce_str: nonce = '', signature = '' } = fields;
    const message = Formatter.request('POST', '/v3/pay?a=b', timestamp, nonce, BODY);
    expect(Rsa.verify(message, signature, createPublicKey(merchant.privateKey))).toBe(true);
    expect(Rsa.verify(`${message} `, signature, createPublicKey(merchant.privateKey))).toBe(false);
    expect(fields.serial_no).toBe('5157F09EFDC096DE15EBE81A47057A7232F1B8E1');
  });

  test('makes the same signature as an independent library', () => {
    expect(signer.sign('wx1', '1', 'n', 'prepay_id=p')).toBe(
      Rsa.sign(Formatter.joinedByLineFeed('wx1', '1', 'n', 'prepay_id=p'), merchant.privateKey),
    );
  });
});
