import type { Config } from './config.js';
import type { DevelopmentSecrets } from './development-secrets.js';
import { aes256Key, hmacKey, keyring } from './key-parsers.js';
import type { Parser } from './parser.js';
import { duration, httpUrl, matching, oneOf } from './value-parsers.js';
import type { Variables } from './variables.js';

/** Null in production, where nothing stands in for an unset secret. */
type MadeHere = (() => DevelopmentSecrets) | null;

/** Printed at the first start in development, and therefore known to everybody. */
export const DEMO_OWNER: NonNullable<Config['auth']['staffBootstrap']> = {
  username: 'owner',
  password: 'jishi-demo-owner',
};

const username = matching(/^[\w.@-]{1,64}$/, '1 to 64 of A-Z a-z 0-9 . _ @ -');
const password = matching(/^.{1,128}$/u, '1 to 128 characters');
const vaultToken = matching(/^[\x21-\x7e]{1,4096}$/, 'a Vault token');
const vaultKey = matching(/^\w[\w.-]{0,99}$/, 'the name of a transit key, at most 100 of A-Z a-z 0-9 _ . -');

export function readAuth(variables: Variables, madeHere: MadeHere): Config['auth'] {
  const session = duration('1s', '365d');
  const staff = variables.pair('STAFF_BOOTSTRAP_USERNAME', username, 'STAFF_BOOTSTRAP_PASSWORD', password);
  return {
    jwtKeys: requiredOrMade(variables, 'JWT_KEYS', keyring(hmacKey), madeHere),
    accessTtl: variables.withDefault('JWT_ACCESS_TTL', session),
    refreshTtl: variables.withDefault('REFRESH_TTL', session),
    sessionMaxAge: variables.withDefault('SESSION_MAX_AGE', duration('1s', '3650d')),
    staffSessionTtl: variables.withDefault('STAFF_SESSION_TTL', session),
    staffBootstrap: staff ? { username: staff[0], password: staff[1] } : madeHere && DEMO_OWNER,
  };
}

export function readKms(variables: Variables, madeHere: MadeHere): Config['kms'] {
  const provider = variables.withDefault('KMS_PROVIDER', oneOf('local', 'vault'));
  if (provider === 'local') {
    return { provider, keyring: requiredOrMade(variables, 'KMS_KEYRING', keyring(aes256Key), madeHere) };
  }
  return {
    provider,
    url: variables.required('KMS_VAULT_URL', httpUrl),
    token: variables.required('KMS_VAULT_TOKEN', vaultToken),
    tokenFile: variables.fileOf('KMS_VAULT_TOKEN'),
    key: variables.required('KMS_VAULT_KEY', vaultKey),
  };
}

function requiredOrMade<T>(
  variables: Variables,
  name: keyof DevelopmentSecrets,
  parser: Parser<T>,
  madeHere: MadeHere,
): T {
  if (madeHere === null) return variables.required(name, parser);
  return variables.optional(name, parser) ?? variables.parse(name, madeHere()[name], parser);
}
