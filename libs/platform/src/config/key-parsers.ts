import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Keyed } from './config.js';
import { attempt, listOf, type Parser } from './parser.js';

/** `id:key[,id:key…]`, each id once. */
export function keyring<T>(key: Parser<T>): Parser<Keyed<T>[]> {
  const entry: Parser<Keyed<T>> = {
    expected: `id:key where id is made of A-Z a-z 0-9 . _ - and key is ${key.expected}`,
    parse: (text) => {
      const [, id, rest] = /^([\w.-]{1,64}):(.+)$/s.exec(text) ?? [];
      const value = id && rest ? attempt(key, rest) : undefined;
      return id && value !== undefined ? { id, key: value } : undefined;
    },
  };
  const entries = listOf(entry);
  return {
    expected: `${entries.expected}, each id once`,
    parse: (text) => {
      const keys = entries.parse(text);
      return keys && new Set(keys.map(({ id }) => id)).size === keys.length ? keys : undefined;
    },
  };
}

/** RFC 7518, section 3.2: an HS256 key has no fewer bits than its hash. */
export const hmacKey: Parser<Buffer> = {
  expected: 'a secret of at least 32 bytes',
  parse: (text) => (Buffer.byteLength(text) >= 32 ? Buffer.from(text) : undefined),
};

export const aes256Key: Parser<Buffer> = {
  expected: 'the base64 of 32 bytes',
  parse: (text) => (/^[A-Za-z0-9+/]{43}=$/.test(text) ? Buffer.from(text, 'base64') : undefined),
};

/** WeChat Pay's APIv3 key is itself the AES-256 key. */
export const apiV3Key: Parser<string> = {
  expected: 'a key of exactly 32 bytes',
  parse: (text) => (Buffer.byteLength(text) === 32 ? text : undefined),
};

const isRsa2048 = (key: KeyObject) =>
  key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;

const pem = (expected: string, label: RegExp, read: (text: string) => KeyObject): Parser<string> => ({
  expected: `${expected} in PEM, with line breaks or with \\n in their place`,
  parse: (text) => {
    const lines = `${text.replaceAll('\\n', '\n').trim()}\n`;
    return label.test(lines) && isRsa2048(read(lines)) ? lines : undefined;
  },
});

export const privateKeyPem = pem(
  'an unencrypted RSA private key of at least 2048 bits',
  /^-----BEGIN (RSA )?PRIVATE KEY-----/,
  createPrivateKey,
);

/** The label is looked at because Node derives a public key from a certificate or a private key, too. */
export const publicKeyPem = pem(
  'an RSA public key of at least 2048 bits',
  /^-----BEGIN (RSA )?PUBLIC KEY-----/,
  createPublicKey,
);
