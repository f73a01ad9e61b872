import { randomBytes } from 'node:crypto';

export const OWNER = { username: 'owner', password: randomBytes(12).toString('hex') };

/** What a measured shop runs with, besides where its data is. */
export const ENVIRONMENT = {
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'warn',
  JWT_KEYS: `bench:${randomBytes(32).toString('hex')}`,
  KMS_KEYRING: `bench:${randomBytes(32).toString('base64')}`,
  STAFF_BOOTSTRAP_USERNAME: OWNER.username,
  STAFF_BOOTSTRAP_PASSWORD: OWNER.password,
  RATE_LIMIT_LOGIN_PER_MINUTE: '0',
  RATE_LIMIT_PER_MINUTE: '0',
  ORDER_UNPAID_MAX_PER_SHOPPER: '0',
};
