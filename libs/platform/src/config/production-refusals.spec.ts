import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { ConfigurationError, loadConfig } from './index.js';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const secret = () => randomBytes(16).toString('hex');
const kmsKey = randomBytes(32);
const shared = secret();
const production: NodeJS.ProcessEnv = {
  MANAGEMENT_PORT: '9090',
  PUBLIC_BASE_URL: 'https://shop.example',
  DATABASE_URL: `mysql://shop:${secret()}@db/shop`,
  REDIS_URL: `redis://:${secret()}@cache/0`,
  EVENT_RELAY_URL: `amqp://shop:${secret()}@broker`,
  WECHAT_APP_ID: 'wx0123456789abcdef',
  WECHAT_APP_SECRET: secret(),
  WECHAT_PAY_MCH_ID: '1900000001',
  WECHAT_PAY_MCH_SERIAL_NO: '5157F09E',
  WECHAT_PAY_MCH_PRIVATE_KEY: privateKey,
  WECHAT_PAY_API_V3_KEY: secret(),
  WECHAT_PUSH_TOKEN: secret(),
  WECHAT_PUSH_AES_KEY: randomBytes(33).toString('base64').slice(0, 43),
  JWT_KEYS: `2026:${secret()},2025:${secret()}`,
  KMS_KEYRING: `2026:${kmsKey.toString('base64')}`,
  STAFF_BOOTSTRAP_USERNAME: 'boss',
  STAFF_BOOTSTRAP_PASSWORD: 'Correct-Horse-9-battery',
};
const load = (env: NodeJS.ProcessEnv) =>
  loadConfig(env, {
    developmentSecrets: () => {
      throw new Error('development keys in production');
    },
  });

function refusalOf(env: NodeJS.ProcessEnv): ConfigurationError {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('[F21] production, which an unset NODE_ENV means', () => {
  it('starts with secrets of its own and talks to WeChat', () => {
    const config = load(production);
    expect(config).toMatchObject({ environment: 'production', demoSeed: false });
    expect(config.wechat.apiBaseUrl).toBe('https://api.weixin.qq.com');
    expect(config.wechat.pay.baseUrl).toBe('https://api.mch.weixin.qq.com');
    expect(load({ ...production, NODE_ENV: 'production' })).toEqual(config);
  });

  it.each<[string, NodeJS.ProcessEnv]>([
    [
      'an outside WeChat at any address',
      { WECHAT_API_BASE_URL: 'http://127.0.0.1:1', WECHAT_PAY_BASE_URL: 'http://10.0.0.1' },
    ],
    ['no first owner', { STAFF_BOOTSTRAP_USERNAME: '', STAFF_BOOTSTRAP_PASSWORD: '' }],
    ['SQLite, when it is asked for', { DATABASE_URL: 'sqlite:/data/shop.sqlite' }],
    [
      'replicas and cluster nodes that share a password',
      { DATABASE_REPLICA_URLS: String(production['DATABASE_URL']), REDIS_URL: 'redis://:Sa9fk3@a,redis://:Sa9fk3@b' },
    ],
    [
      'services without a password',
      { REDIS_URL: 'redis://cache', EVENT_RELAY_URL: 'amqp://broker', DATABASE_URL: 'mysql://shop@db/shop' },
    ],
    ['no message push', { WECHAT_PUSH_TOKEN: '', WECHAT_PUSH_AES_KEY: '' }],
  ])('accepts %s', (_what, change) => {
    expect(() => load({ ...production, ...change })).not.toThrow();
  });

  it.each<[string, string, NodeJS.ProcessEnv]>([
    ['an unset database', 'DATABASE_URL', { DATABASE_URL: '' }],
    ['an unset management port', 'MANAGEMENT_PORT', { MANAGEMENT_PORT: '' }],
    ['a management port that is no other', 'MANAGEMENT_PORT', { MANAGEMENT_PORT: '3000' }],
    ['an unset public address', 'PUBLIC_BASE_URL', { PUBLIC_BASE_URL: '' }],
    ['notify URLs over http', 'PUBLIC_BASE_URL', { PUBLIC_BASE_URL: 'http://shop.example' }],
    ['pictures over http', 'UPLOADS_PUBLIC_BASE_URL', { UPLOADS_PUBLIC_BASE_URL: 'http://cdn.example' }],
    ['names for a console', 'CONSOLE_HOSTS', { CONSOLE_HOSTS: 'shop.example' }],
    ['the demo seed', 'DEMO_SEED', { DEMO_SEED: 'on' }],
    ['the simulator', 'WECHAT_API_BASE_URL', { WECHAT_API_BASE_URL: 'simulator' }],
    ['the payment simulator', 'WECHAT_PAY_BASE_URL', { WECHAT_PAY_BASE_URL: 'simulator' }],
    ['several workers on SQLite', 'WORKERS', { DATABASE_URL: 'sqlite:x', WORKERS: '2' }],
    ...[
      'WECHAT_APP_ID',
      'WECHAT_APP_SECRET',
      'WECHAT_PAY_MCH_ID',
      'WECHAT_PAY_MCH_SERIAL_NO',
      'WECHAT_PAY_MCH_PRIVATE_KEY',
      'WECHAT_PAY_API_V3_KEY',
      'JWT_KEYS',
      'KMS_KEYRING',
    ].map((name): [string, string, NodeJS.ProcessEnv] => ['a missing credential', name, { [name]: '' }]),
    ['half a first owner', 'STAFF_BOOTSTRAP_PASSWORD', { STAFF_BOOTSTRAP_PASSWORD: '' }],
    ['half a message push', 'WECHAT_PUSH_TOKEN', { WECHAT_PUSH_TOKEN: '' }],
    ['a short JWT key', 'JWT_KEYS', { JWT_KEYS: `a:${secret().slice(1)}` }],
    ['a short KMS key', 'KMS_KEYRING', { KMS_KEYRING: `a:${randomBytes(16).toString('base64')}` }],
    ['a short APIv3 key', 'WECHAT_PAY_API_V3_KEY', { WECHAT_PAY_API_V3_KEY: secret().slice(1) }],
    ['a short staff password', 'STAFF_BOOTSTRAP_PASSWORD', { STAFF_BOOTSTRAP_PASSWORD: 'Horse-9-bat' }],
    ['the demo owner', 'STAFF_BOOTSTRAP_PASSWORD', { STAFF_BOOTSTRAP_PASSWORD: 'jishi-demo-owner' }],
  ])('refuses %s (%s)', (_what, variable, change) => {
    expect(refusalOf({ ...production, ...change }).message).toMatch(new RegExp(`^${variable}: .*expected .+$`));
  });
});

describe('[F21] known default secrets are refused in production, and nowhere else', () => {
  it.each<[string, string]>([
    ['STAFF_BOOTSTRAP_PASSWORD', 'password1234'],
    ['STAFF_BOOTSTRAP_PASSWORD', 'Change-me-please!'],
    ['JWT_KEYS', `a:${'secret'.repeat(6)}`],
    ['JWT_KEYS', `a:${'x'.repeat(32)}`],
    ['JWT_KEYS', 'a:your-secret-key-your-secret-key-your'],
    ['JWT_KEYS', 'good:b7e23ec29af22b0b4e41da31e868d572,bad:0123456789abcdef0123456789abcdef'],
    ['KMS_KEYRING', `a:${Buffer.alloc(32).toString('base64')}`],
    ['KMS_KEYRING', `a:${Buffer.from('changeme'.repeat(4)).toString('base64')}`],
    ['WECHAT_APP_SECRET', 'secret'],
    ['WECHAT_PAY_API_V3_KEY', '12345678901234567890123456789012'],
    ['WECHAT_PUSH_TOKEN', 'AAAAA'],
    ['WECHAT_PUSH_AES_KEY', 'A'.repeat(43)],
    ['DATABASE_URL', 'mysql://root:root@db/shop'],
    ['DATABASE_REPLICA_URLS', 'mysql://shop:password@db2/shop'],
    ['REDIS_URL', 'redis://:changeme@cache'],
    ['EVENT_RELAY_URL', 'amqp://guest:guest@broker'],
  ])('%s=%s', (variable, value) => {
    const env = { ...production, [variable]: value };
    const refusal = refusalOf(env);
    expect(refusal.message).toBe(`${variable}: expected a secret that is no known default or sample value`);
    expect(() => load({ ...env, NODE_ENV: 'test' })).not.toThrow();
  });

  it('judges the key for the store of pictures, too', () => {
    const store = {
      UPLOADS_S3_ENDPOINT: 'https://s3.example',
      UPLOADS_S3_BUCKET: 'pictures',
      UPLOADS_S3_ACCESS_KEY_ID: 'AKIA0',
      UPLOADS_S3_SECRET_ACCESS_KEY: 'minioadmin',
    };
    expect(refusalOf({ ...production, ...store }).variable).toBe('UPLOADS_S3_SECRET_ACCESS_KEY');
    const shared = String(production['WECHAT_APP_SECRET']);
    expect(refusalOf({ ...production, ...store, UPLOADS_S3_SECRET_ACCESS_KEY: shared }).message).toBe(
      'UPLOADS_S3_SECRET_ACCESS_KEY: expected another secret than the one in WECHAT_APP_SECRET',
    );
    expect(() => load({ ...production, ...store, UPLOADS_S3_SECRET_ACCESS_KEY: secret() })).not.toThrow();
  });

  it('judges the token for Vault, too', () => {
    const vault = {
      KMS_PROVIDER: 'vault',
      KMS_VAULT_URL: 'https://vault',
      KMS_VAULT_TOKEN: 'root',
      KMS_VAULT_KEY: 'k',
    };
    expect(refusalOf({ ...production, ...vault }).variable).toBe('KMS_VAULT_TOKEN');
  });
});

describe('[F21] one secret used for two purposes is refused in production, and nowhere else', () => {
  const uses: [string, string][] = [
    ['DATABASE_URL', `mysql://shop:${shared}@db/shop`],
    ['REDIS_URL', `redis://:${shared}@cache`],
    ['EVENT_RELAY_URL', `amqp://shop:${shared}@broker`],
    ['WECHAT_APP_SECRET', shared],
    ['WECHAT_PAY_API_V3_KEY', shared],
    ['WECHAT_PUSH_TOKEN', shared],
    ['STAFF_BOOTSTRAP_PASSWORD', shared],
    ['JWT_KEYS', `2026:${secret()},2025:${shared}`],
    ['KMS_KEYRING', `a:${Buffer.from(shared).toString('base64')}`],
  ];
  const pairs = uses.flatMap((first, i) => uses.slice(i + 1).map((second) => [...first, ...second] as const));

  it.each(pairs.map(([a, first, b, second]) => [a, b, first, second] as const))('%s and %s', (a, b, first, second) => {
    const env = { ...production, [a]: first, [b]: second };
    expect(refusalOf(env).message).toBe(`${b}: expected another secret than the one in ${a}`);
    expect(() => load({ ...env, NODE_ENV: 'test' })).not.toThrow();
  });

  it('also when a JWT key is the base64 of a KMS key', () => {
    expect(refusalOf({ ...production, JWT_KEYS: `a:${kmsKey.toString('base64')}` }).variable).toBe('KMS_KEYRING');
  });

  it('also when the EncodingAESKey is a KMS key', () => {
    const aesKey = kmsKey.toString('base64').slice(0, 43);
    expect(refusalOf({ ...production, WECHAT_PUSH_AES_KEY: aesKey }).variable).toBe('KMS_KEYRING');
  });
});
