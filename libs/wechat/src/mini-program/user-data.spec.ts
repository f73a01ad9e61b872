import { createHash } from 'node:crypto';
import { UserDataRefused } from '../errors.js';
import { Aes } from '../testing/independent-library.js';
import { openUserData } from './user-data.js';

const SESSION_KEY = 'o0q0otL8aEzpcZL/FT9WsQ==';
const IV = 'r7BXXKkLb8qrSNn05n0qiA==';

function encrypted(value: unknown, key = SESSION_KEY) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const encryptedData = Aes.AesCbc.encrypt(text, Buffer.from(key, 'base64'), Buffer.from(IV, 'base64'));
  return { encryptedData, iv: IV };
}

const person = { openId: 'oUser', nickName: '小明', watermark: { timestamp: 1795406400, appid: 'wx1' } };
const rawData = '{"nickName":"小明"}';
const signature = createHash('sha1').update(`${rawData}${SESSION_KEY}`).digest('hex');
const open = (data: Parameters<typeof openUserData>[0], key = SESSION_KEY) => openUserData(data, key, 'wx1');

test('opens what an independent library encrypted, signed or not', () => {
  expect(open(encrypted(person))).toEqual(person);
  expect(open({ ...encrypted(person), rawData, signature })).toEqual(person);
});

test.each([
  ['of another session_key', encrypted(person, 'AAAAAAAAAAAAAAAAAAAAAA==')],
  ['watermarked for another app', encrypted({ ...person, watermark: { appid: 'wx2' } })],
  ['without a watermark', encrypted({ openId: 'oUser' })],
  ['that are no JSON', encrypted('hello')],
  ['that are no object', encrypted([person])],
  ['without any data', { encryptedData: '', iv: IV }],
  ['that are no base64', { encryptedData: '???', iv: IV }],
  ['with an iv of another length', { ...encrypted(person), iv: 'AAAA' }],
  ['with a wrong signature', { ...encrypted(person), rawData: `${rawData} `, signature }],
  ['with a signature that is none', { ...encrypted(person), rawData, signature: '集'.repeat(40) }],
  ['with a signature over nothing', { ...encrypted(person), signature }],
])('data %s are refused', (_name, data) => {
  expect(() => open(data)).toThrow(UserDataRefused);
});

test('a session_key that is none is refused', () => {
  for (const key of ['', 'short', 'A'.repeat(64)]) expect(() => open(encrypted(person), key)).toThrow(UserDataRefused);
});
