import { availableParallelism } from 'node:os';
import { configurationVariables, loadConfig } from './index.js';

const base64 = Buffer.alloc(32, 7).toString('base64');
const made = { JWT_KEYS: `made:${'m'.repeat(32)}`, KMS_KEYRING: `made:${base64}` };
const load = (env: NodeJS.ProcessEnv) =>
  loadConfig({ NODE_ENV: 'development', ...env }, { developmentSecrets: () => made });

describe('without configuration, in development', () => {
  it('serves on SQLite, in memory, against the simulator, with the defaults of the contract', () => {
    const day = 86_400_000;
    expect(load({})).toEqual({
      environment: 'development',
      http: {
        port: 3000,
        host: '0.0.0.0',
        managementPort: 3000,
        trustProxy: [],
        publicBaseUrl: 'http://localhost:3000',
      },
      console: { hosts: [] },
      workers: 1,
      backgroundJobs: true,
      demoSeed: true,
      database: {
        primary: { kind: 'sqlite', path: '.data/jishi.sqlite' },
        replicas: [],
        poolMax: 20,
        poolIdleMax: 5,
        connectTimeout: 3000,
        idleTimeout: 600_000,
        queryTimeout: 3000,
        slowQueryThreshold: 200,
      },
      redisUrls: [],
      redisTimeout: 100,
      eventRelayUrl: null,
      eventRelayExchange: 'jishi.events',
      contexts: { apart: [], own: null, off: [] },
      wechat: {
        appId: '',
        appSecret: '',
        apiBaseUrl: null,
        timeout: 3_000,
        pay: {
          merchantId: '',
          merchantSerialNo: '',
          merchantPrivateKey: '',
          apiV3Key: '',
          publicKey: null,
          baseUrl: null,
          backupBaseUrl: null,
        },
        push: null,
        simulatorUrl: null,
      },
      miniProgram: {
        contentCheck: true,
        productPage: null,
        templates: { orderPaid: null, orderShipped: null, orderRefunded: null },
      },
      auth: {
        jwtKeys: [{ id: 'made', key: Buffer.from('m'.repeat(32)) }],
        accessTtl: 3_600_000,
        refreshTtl: 30 * day,
        sessionMaxAge: 365 * day,
        staffSessionTtl: 1_800_000,
        staffBootstrap: { username: 'owner', password: 'jishi-demo-owner' },
      },
      kms: { provider: 'local', keyring: [{ id: 'made', key: Buffer.alloc(32, 7) }] },
      catalog: { cdnTtl: 0, cdnStale: 0 },
      order: {
        paymentTtl: 1_800_000,
        autoReceipt: 10 * day,
        retention: null,
        unpaidMaxPerShopper: 20,
        freightFlatFen: 0,
        freightFreeOverFen: 0,
      },
      cart: { linesMax: 100, retention: 180 * day },
      uploads: {
        publicBaseUrl: 'http://localhost:3000/api/v1/uploads',
        maxPerShopper: 100,
        store: { kind: 'disk', path: '.data/uploads' },
      },
      rateLimit: { loginPerMinute: 300, perMinute: 1200, uploadsPerMinute: 20 },
      audit: { retention: 365 * day },
      observability: { logLevel: 'info', otlpEndpoint: null },
    });
  });

  it('is the same in test, without the demo seed', () => {
    expect(load({ NODE_ENV: 'test' })).toEqual({ ...load({}), environment: 'test', demoSeed: false });
  });

  it('asks for the kept development keys only when one is unset', () => {
    const developmentSecrets = jest.fn(() => made);
    loadConfig({ NODE_ENV: 'test', ...made }, { developmentSecrets });
    expect(developmentSecrets).not.toHaveBeenCalled();
  });

  it('reads exactly the variables of the table', () => {
    const asked = new Set<string>();
    const watch = (env: NodeJS.ProcessEnv) =>
      new Proxy(env, { get: (target, name) => (asked.add(String(name)), target[String(name)]) });
    const vault = { KMS_VAULT_URL: 'http://vault', KMS_VAULT_TOKEN: 'token', KMS_VAULT_KEY: 'jishi' };
    const s3 = {
      UPLOADS_S3_ENDPOINT: 'http://s3',
      UPLOADS_S3_BUCKET: 'pictures',
      UPLOADS_S3_ACCESS_KEY_ID: 'k',
      UPLOADS_S3_SECRET_ACCESS_KEY: 'a-secret',
    };
    for (const more of [{}, { KMS_PROVIDER: 'vault', ...vault, ...s3 }]) {
      loadConfig(watch({ NODE_ENV: 'test', ...more }), { developmentSecrets: () => made });
    }
    expect([...asked].filter((name) => !name.endsWith('_FILE')).sort()).toEqual(
      configurationVariables.map(({ name }) => name).sort(),
    );
  });
});

describe('what a variable means', () => {
  const mysql = { host: 'db', port: 3306, user: 'u', password: 'p', name: 'shop' };
  it.each<[string, NodeJS.ProcessEnv, object]>([
    ['an empty value counts as unset', { PORT: '', DATABASE_URL: '' }, { http: { port: 3000 } }],
    [
      'the port moves the default addresses',
      { PORT: '8080' },
      { http: { managementPort: 8080, publicBaseUrl: 'http://localhost:8080' } },
    ],
    [
      'a public address loses its trailing slash',
      { PUBLIC_BASE_URL: 'https://shop.example/api/' },
      { http: { publicBaseUrl: 'https://shop.example/api' } },
    ],
    [
      'proxies are addresses and CIDRs',
      { TRUST_PROXY: '10.0.0.0/8, ::1,fd00::/8' },
      { http: { trustProxy: ['10.0.0.0/8', '::1', 'fd00::/8'] } },
    ],
    [
      'MySQL has port 3306',
      { DATABASE_URL: 'mysql://u:p@db/shop' },
      { database: { primary: { kind: 'mysql', ...mysql } } },
    ],
    [
      'a database URL is percent-decoded',
      { DATABASE_URL: 'mysql://u%40x:p%2F%25%3A@[::1]:3307/my%20shop' },
      { database: { primary: { host: '::1', port: 3307, user: 'u@x', password: 'p/%:', name: 'my shop' } } },
    ],
    [
      'a database may be a file',
      { DATABASE_URL: 'sqlite:/tmp/x.db' },
      { database: { primary: { kind: 'sqlite', path: '/tmp/x.db' } } },
    ],
    [
      'a database may be memory',
      { DATABASE_URL: 'sqlite::memory:' },
      { database: { primary: { kind: 'sqlite', path: ':memory:' } } },
    ],
    [
      'several Redis nodes are a list',
      { REDIS_URL: 'redis://a:1,redis://b:2' },
      { redisUrls: ['redis://a:1', 'redis://b:2'] },
    ],
    ['zero milliseconds log every query', { DATABASE_SLOW_QUERY_MS: '0' }, { database: { slowQueryThreshold: 0 } }],
    [
      'auto is one worker a core',
      { WORKERS: 'auto', DATABASE_URL: 'mysql://u:p@db/shop' },
      { workers: availableParallelism() },
    ],
    ['jobs can be off', { BACKGROUND_JOBS: 'off' }, { backgroundJobs: false }],
    [
      'more names for the console',
      { CONSOLE_HOSTS: 'localhost, dev.example' },
      { console: { hosts: ['localhost', 'dev.example'] } },
    ],
    ['the demo seed can be off', { DEMO_SEED: 'off' }, { demoSeed: false }],
    ['the demo seed can be on in test', { NODE_ENV: 'test', DEMO_SEED: 'on' }, { demoSeed: true }],
    ['500ms', { ORDER_PAYMENT_TTL: '1500ms' }, { order: { paymentTtl: 1500 } }],
    ['3s', { ORDER_PAYMENT_TTL: '3s' }, { order: { paymentTtl: 3000 } }],
    ['30m', { ORDER_PAYMENT_TTL: '30m' }, { order: { paymentTtl: 1_800_000 } }],
    ['1h', { ORDER_PAYMENT_TTL: '1h' }, { order: { paymentTtl: 3_600_000 } }],
    ['orders may be deleted in the end', { ORDER_RETENTION: '1095d' }, { order: { retention: 94_608_000_000 } }],
    ['30d', { ORDER_PAYMENT_TTL: '30d' }, { order: { paymentTtl: 2_592_000_000 } }],
    [
      'keys keep their order, and colons',
      { JWT_KEYS: `b:${'x:'.repeat(16)},a:${'y'.repeat(40)}` },
      {
        auth: {
          jwtKeys: [
            { id: 'b', key: Buffer.from('x:'.repeat(16)) },
            { id: 'a', key: Buffer.from('y'.repeat(40)) },
          ],
        },
      },
    ],
    ['bytes are counted, not characters', { JWT_KEYS: `a:${'集'.repeat(11)}` }, { auth: { jwtKeys: [{ id: 'a' }] } }],
    [
      'a bootstrap owner replaces the demo owner',
      { STAFF_BOOTSTRAP_USERNAME: 'boss', STAFF_BOOTSTRAP_PASSWORD: 'pw' },
      { auth: { staffBootstrap: { username: 'boss', password: 'pw' } } },
    ],
    [
      'Vault needs no keyring',
      { KMS_PROVIDER: 'vault', KMS_VAULT_URL: 'http://vault:8200/', KMS_VAULT_TOKEN: 't', KMS_VAULT_KEY: 'jishi' },
      { kms: { provider: 'vault', url: 'http://vault:8200', token: 't', key: 'jishi' } },
    ],
    ['an unknown variable is ignored', { WECHAT_PAY_MCHID: 'x' }, { wechat: { pay: { merchantId: '' } } }],
  ])('%s', (_rule, env, expected) => {
    expect(load(env)).toMatchObject(expected);
  });
});
