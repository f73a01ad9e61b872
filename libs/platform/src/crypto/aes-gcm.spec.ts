import { createSecretKey } from 'node:crypto';
import { decrypt, encrypt } from './aes-gcm.js';

const hex = (text: string) => Buffer.from(text, 'hex');
const secret = (text: string) => createSecretKey(text, 'hex');
const KEY = 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308';
const TEXT =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39';
const CIPHERTEXT =
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662';

/** Test cases 13, 14 and 16 of McGrew and Viega, The Galois/Counter Mode of Operation (the specification submitted to NIST). */
const VECTORS = [
  {
    name: '13',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    aad: '',
    text: '',
    sealed: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: '14',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    aad: '',
    text: '00'.repeat(16),
    sealed: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    name: '16',
    key: KEY,
    nonce: 'cafebabefacedbaddecaf888',
    aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    text: TEXT,
    sealed: CIPHERTEXT,
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
];

describe('AES-256-GCM', () => {
  it.each(VECTORS)('decrypts test case $name of the specification', ({ key, nonce, aad, text, sealed, tag }) => {
    expect(decrypt(hex(nonce + sealed + tag), secret(key), hex(aad)).toString('hex')).toBe(text);
  });

  it.each(VECTORS)('refuses test case $name with a shortened tag', ({ key, nonce, aad, sealed, tag }) => {
    expect(() => decrypt(hex(nonce + sealed + tag.slice(0, -2)), secret(key), hex(aad))).toThrow();
  });

  it('never uses a nonce twice', () => {
    const sealed = Array.from({ length: 1_000 }, () => encrypt(Buffer.from('text'), secret(KEY), Buffer.alloc(0)));
    expect(new Set(sealed.map((one) => one.subarray(0, 12).toString('hex'))).size).toBe(1_000);
  });

  it('refuses other additional data', () => {
    const sealed = encrypt(Buffer.from('text'), secret(KEY), Buffer.from('here'));
    expect(() => decrypt(sealed, secret(KEY), Buffer.from('there'))).toThrow();
    expect(decrypt(sealed, secret(KEY), Buffer.from('here')).toString()).toBe('text');
  });
});
