import { generateKeyPairSync } from 'node:crypto';
import { configurationVariables, ConfigurationError, loadConfig } from './index.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
/** Every secret variable, valid, each holding one planted secret. */
const planted: Record<string, readonly [value: string, secret: string]> = {
  DATABASE_URL: ['mysql://shop:pLaNtEd-mysql@db/shop', 'pLaNtEd-mysql'],
  DATABASE_REPLICA_URLS: ['mysql://shop:pLaNtEd-replica@db2/shop', 'pLaNtEd-replica'],
  REDIS_URL: ['redis://:pLaNtEd-redis@cache', 'pLaNtEd-redis'],
  EVENT_RELAY_URL: ['amqp://shop:pLaNtEd-amqp@broker', 'pLaNtEd-amqp'],
  WECHAT_APP_SECRET: ['pLaNtEd-app-secret', 'pLaNtEd-app-secret'],
  WECHAT_PAY_MCH_PRIVATE_KEY: [privateKey, privateKey.split('\n')[1] ?? ''],
  WECHAT_PAY_API_V3_KEY: ['pLaNtEd-api-v3-key-of-32-bytes-x', 'pLaNtEd-api-v3'],
  WECHAT_PUSH_TOKEN: ['pLaNtEdToken', 'pLaNtEdToken'],
  WECHAT_PUSH_AES_KEY: ['pLaNtEdAesKey+6tR0bWq9ZkX3vJ1nYc5mLs8dGf2hU', 'pLaNtEdAesKey'],
  JWT_KEYS: ['a:pLaNtEd-jwt-key-of-more-than-32-bytes', 'pLaNtEd-jwt-key'],
  KMS_KEYRING: ['a:pLaNtEdKms+6tR0bWq9ZkX3vJ1nYc5mLs8dGf2hU7oA=', 'pLaNtEdKms'],
  KMS_VAULT_TOKEN: ['pLaNtEd-vault-token', 'pLaNtEd-vault-token'],
  UPLOADS_S3_SECRET_ACCESS_KEY: ['pLaNtEd-s3-secret-key', 'pLaNtEd-s3'],
  STAFF_BOOTSTRAP_PASSWORD: ['pLaNtEd-password', 'pLaNtEd-password'],
};
const made = { JWT_KEYS: `made:${'m'.repeat(32)}`, KMS_KEYRING: `made:${Buffer.alloc(32, 7).toString('base64')}` };
const base: NodeJS.ProcessEnv = {
  MANAGEMENT_PORT: '9090',
  PUBLIC_BASE_URL: 'https://shop.example',
  WECHAT_APP_ID: 'wx1',
  WECHAT_PAY_MCH_ID: '1900000001',
  WECHAT_PAY_MCH_SERIAL_NO: '5157F09E',
  KMS_VAULT_URL: 'https://vault',
  KMS_VAULT_KEY: 'jishi',
  UPLOADS_S3_ENDPOINT: 'https://s3.example',
  UPLOADS_S3_BUCKET: 'pictures',
  UPLOADS_S3_ACCESS_KEY_ID: 'AKIA0',
  STAFF_BOOTSTRAP_USERNAME: 'boss',
  ...Object.fromEntries(Object.entries(planted).map(([name, [value]]) => [name, value])),
};

/** Ways to get a secret wrong, most with the secret still in it. */
const breakages: ((name: string, value: string, secret: string) => NodeJS.ProcessEnv)[] = [
  (name, value) => ({ [name]: value.slice(0, -7) }),
  (name, value) => ({ [name]: `${value},${value}` }),
  (name, value) => ({ [name]: `\n${value}\n${value}\u0000` }),
  (name, _, secret) => ({ [name]: `changeme ${secret}` }),
  (name, value) => ({ [name]: '', [`${name}_FILE`]: value }),
  (name, value) => ({ [`${name}_FILE`]: value }),
  (name) => ({ [name]: '' }),
];

function messageOf(env: NodeJS.ProcessEnv): string | null {
  try {
    loadConfig({ ...base, ...env }, { developmentSecrets: () => made });
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return `${String(error)} ${JSON.stringify(error)}`;
  }
}

describe('a message about a secret is one line that repeats no secret', () => {
  it('and the list of secrets here is whole', () => {
    const secrets = configurationVariables.flatMap((variable) => ('secret' in variable ? [variable.name] : []));
    expect(Object.keys(planted)).toEqual(secrets);
    for (const [value, secret] of Object.values(planted)) expect(value).toContain(secret);
    for (const KMS_PROVIDER of ['local', 'vault']) expect(messageOf({ KMS_PROVIDER })).toBeNull();
  });

  it.each(Object.keys(planted))('%s', (name) => {
    const [value = '', secret = ''] = planted[name] ?? [];
    const KMS_PROVIDER = name === 'KMS_VAULT_TOKEN' ? 'vault' : 'local';
    const messages = breakages.flatMap((broken) =>
      ['test', 'production'].flatMap(
        (NODE_ENV) => messageOf({ NODE_ENV, KMS_PROVIDER, ...broken(name, value, secret) }) ?? [],
      ),
    );
    expect(messages.length).toBeGreaterThanOrEqual(breakages.length);
    for (const message of messages) {
      expect(message).not.toContain('\n');
      for (const [, other] of Object.values(planted)) expect(message).not.toContain(other);
    }
  });

  it('also when the public key was put in place of the private one', () => {
    const message = messageOf({ WECHAT_PAY_MCH_PRIVATE_KEY: publicKey });
    expect(message).toContain('WECHAT_PAY_MCH_PRIVATE_KEY: expected an unencrypted RSA private key');
    expect(message).not.toContain(publicKey.split('\n')[1]);
  });
});
