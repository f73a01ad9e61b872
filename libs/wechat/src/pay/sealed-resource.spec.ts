import { Aes } from '../testing/independent-library.js';
import { API_V3_KEY, seal } from '../testing/pay-party.js';
import { apiV3KeyOf, unseal, type SealedResource } from './sealed-resource.js';

const key = apiV3KeyOf(API_V3_KEY);
const PLAINTEXT = '{"out_trade_no":"T0001","说明":"✓"}';
const sealed: SealedResource = { ...seal(PLAINTEXT, 'transaction'), algorithm: 'AEAD_AES_256_GCM' };

test('opens what an independent library sealed', () => {
  expect(unseal(sealed, key)?.toString()).toBe(PLAINTEXT);
  expect(Aes.AesGcm.decrypt(sealed.ciphertext, API_V3_KEY, sealed.nonce, 'transaction')).toBe(PLAINTEXT);
});

test.each(['', null, undefined])('associated data may be %p', (associated_data) => {
  expect(
    unseal({ ...sealed, ...seal(PLAINTEXT, ''), algorithm: sealed.algorithm, associated_data }, key)?.toString(),
  ).toBe(PLAINTEXT);
});

test('any byte changed, of ciphertext or tag, is refused', () => {
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  for (let at = 0; at < bytes.length; at += 1) {
    const tampered = Buffer.from(bytes);
    tampered[at] = (tampered[at] ?? 0) ^ 1;
    expect(unseal({ ...sealed, ciphertext: tampered.toString('base64') }, key)).toBeNull();
  }
});

test('any length of it missing is refused', () => {
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  for (let length = 0; length < bytes.length; length += 1) {
    expect(unseal({ ...sealed, ciphertext: bytes.subarray(0, length).toString('base64') }, key)).toBeNull();
  }
});

test.each([
  ['other associated data', { ...sealed, associated_data: 'refund' }],
  ['no associated data', { ...sealed, associated_data: '' }],
  ['another nonce', { ...sealed, nonce: '61f9c719728b' }],
  ['a nonce of another length', { ...sealed, nonce: '61f9c719728aa' }],
  ['an empty nonce', { ...sealed, nonce: '' }],
  ['base64 that is not canonical', { ...sealed, ciphertext: `${sealed.ciphertext}!` }],
])('%s is refused', (_name, resource) => {
  expect(unseal(resource, key)).toBeNull();
});

test('another key is refused', () => {
  expect(unseal(sealed, apiV3KeyOf('x'.repeat(32)))).toBeNull();
});

test.each(['', 'x'.repeat(31), 'x'.repeat(33), '集'.repeat(32)])(
  'a key that is not 32 bytes is refused and not shown',
  (text) => {
    expect(() => apiV3KeyOf(text)).toThrow('the APIv3 key must be 32 bytes');
  },
);
