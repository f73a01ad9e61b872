import { availableParallelism } from 'node:os';
import { configurationVariables, ConfigurationError, loadConfig } from './index.js';

const base64 = Buffer.alloc(32, 7).toString('base64');
const made = { JWT_KEYS: `made:${'m'.repeat(32)}`, KMS_KEYRING: `made:${base64}` };
const load = (env: NodeJS.ProcessEnv, files: Record<string, string> = {}) =>
  loadConfig(
    { NODE_ENV: 'development', ...env },
    {
      developmentSecrets: () => made,
      readFile: (path) => {
        const content = files[path];
        if (content === undefined) throw new Error(`ENOENT ${path}`);
        return content;
      },
    },
  );

function refusalOf(env: NodeJS.ProcessEnv, files?: Record<string, string>): ConfigurationError {
  try {
    load(env, files);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

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
      workers: 1,
      backgroundJobs: true,
      demoSeed: true,
      database: {
        primary: { kind: 'sqlite', path: '.data/jishi.sqlite' },
        replicaUrls: [],
        poolMax: 20,
        poolIdleMax: 5,
        connectTimeout: 3000,
        idleTimeout: 600_000,
        queryTimeout: 3000,
        slowQueryThreshold: 200,
      },
      redisUrls: [],
      eventRelayUrl: null,
      wechat: {
        appId: '',
        appSecret: '',
        apiBaseUrl: null,
        pay: {
          merchantId: '',
          merchantSerialNo: '',
          merchantPrivateKey: '',
          apiV3Key: '',
          publicKey: null,
          baseUrl: null,
        },
        push: null,
      },
      auth: {
        jwtKeys: [{ id: 'made', key: Buffer.from('m'.repeat(32)) }],
        accessTtl: 3_600_000,
        refreshTtl: 30 * day,
        staffSessionTtl: 1_800_000,
        staffBootstrap: { username: 'owner', password: 'jishi-demo-owner' },
      },
      kms: { provider: 'local', keyring: [{ id: 'made', key: Buffer.alloc(32, 7) }] },
      order: {
        paymentTtl: 1_800_000,
        autoReceipt: 10 * day,
        unpaidMaxPerShopper: 20,
        freightFlatFen: 0,
        freightFreeOverFen: 0,
      },
      rateLimit: { loginPerMinute: 300, perMinute: 1200 },
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
    for (const kms of [{}, { KMS_PROVIDER: 'vault', ...vault }]) {
      loadConfig(watch({ NODE_ENV: 'test', ...kms }), { developmentSecrets: () => made });
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
    ['the demo seed can be off', { DEMO_SEED: 'off' }, { demoSeed: false }],
    ['the demo seed can be on in test', { NODE_ENV: 'test', DEMO_SEED: 'on' }, { demoSeed: true }],
    ['500ms', { ORDER_PAYMENT_TTL: '1500ms' }, { order: { paymentTtl: 1500 } }],
    ['3s', { ORDER_PAYMENT_TTL: '3s' }, { order: { paymentTtl: 3000 } }],
    ['30m', { ORDER_PAYMENT_TTL: '30m' }, { order: { paymentTtl: 1_800_000 } }],
    ['1h', { ORDER_PAYMENT_TTL: '1h' }, { order: { paymentTtl: 3_600_000 } }],
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

describe('a secret in a file', () => {
  const jwt = `file:${'f'.repeat(32)}`;
  it('is read without its trailing newline', () => {
    const { auth } = load({ JWT_KEYS_FILE: '/run/jwt' }, { '/run/jwt': `${jwt}\r\n` });
    expect(auth.jwtKeys).toEqual([{ id: 'file', key: Buffer.from('f'.repeat(32)) }]);
  });

  it('counts as unset when the path is empty', () => {
    expect(load({ JWT_KEYS_FILE: '' }).auth.jwtKeys[0]?.id).toBe('made');
  });

  it('works for secrets only', () => {
    expect(load({ PORT_FILE: '/run/port' }).http.port).toBe(3000);
  });

  it.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ['beside the value itself', { JWT_KEYS: jwt, JWT_KEYS_FILE: '/run/jwt' }, /^JWT_KEYS: expected either/],
    ['that cannot be read', { JWT_KEYS_FILE: '/run/none' }, /^JWT_KEYS_FILE: expected the path/],
    ['that is empty', { JWT_KEYS_FILE: '/run/empty' }, /^JWT_KEYS_FILE: expected a file that is not empty/],
    ['that holds nonsense', { JWT_KEYS_FILE: '/run/bad' }, /^JWT_KEYS: expected id:key/],
  ])('is refused %s', (_rule, env, message) => {
    const files = { '/run/jwt': jwt, '/run/empty': '\n', '/run/bad': 'nonsense' };
    expect(refusalOf(env, files).message).toMatch(message);
  });
});

describe('a wrong value is refused in one line that names the variable', () => {
  it.each<[string, NodeJS.ProcessEnv]>([
    ['NODE_ENV', { NODE_ENV: 'staging' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '-1' }],
    ['PORT', { PORT: '3e3' }],
    ['HOST', { HOST: 'a b' }],
    ['MANAGEMENT_PORT', { MANAGEMENT_PORT: 'x' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'loopback' }],
    ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.0/33' }],
    ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.1,' }],
    ['WORKERS', { WORKERS: '0' }],
    ['WORKERS', { WORKERS: '2' }],
    ['WORKERS', { WORKERS: '2', DATABASE_URL: 'sqlite::memory:' }],
    ['BACKGROUND_JOBS', { BACKGROUND_JOBS: 'true' }],
    ['DEMO_SEED', { DEMO_SEED: 'yes' }],
    ['PUBLIC_BASE_URL', { PUBLIC_BASE_URL: 'shop.example' }],
    ['PUBLIC_BASE_URL', { PUBLIC_BASE_URL: 'https://shop.example/?a=b' }],
    ['PUBLIC_BASE_URL', { PUBLIC_BASE_URL: 'https://user:pw@shop.example' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://u:p@db/shop' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://u:p@db' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://db/shop' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://u:p%zz@db/shop' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://u:p@db/shop?ssl=true' }],
    ['DATABASE_URL', { DATABASE_URL: 'sqlite:' }],
    ['DATABASE_URL', { DATABASE_URL: 'sqlite://data/shop.db' }],
    ['DATABASE_REPLICA_URLS', { DATABASE_URL: 'mysql://u:p@db/shop', DATABASE_REPLICA_URLS: 'sqlite:x' }],
    ['DATABASE_REPLICA_URLS', { DATABASE_REPLICA_URLS: 'mysql://u:p@db/shop' }],
    ['DATABASE_POOL_MAX', { DATABASE_POOL_MAX: '0' }],
    ['DATABASE_POOL_IDLE_MAX', { DATABASE_POOL_IDLE_MAX: '1.5' }],
    ['DATABASE_CONNECT_TIMEOUT', { DATABASE_CONNECT_TIMEOUT: '3' }],
    ['DATABASE_IDLE_TIMEOUT', { DATABASE_IDLE_TIMEOUT: '10 m' }],
    ['DATABASE_QUERY_TIMEOUT', { DATABASE_QUERY_TIMEOUT: '0s' }],
    ['DATABASE_SLOW_QUERY_MS', { DATABASE_SLOW_QUERY_MS: '200ms' }],
    ['REDIS_URL', { REDIS_URL: 'localhost:6379' }],
    ['REDIS_URL', { REDIS_URL: 'redis://a/1,redis://b/1' }],
    ['EVENT_RELAY_URL', { EVENT_RELAY_URL: 'http://broker' }],
    ['JWT_KEYS', { JWT_KEYS: 'x'.repeat(40) }],
    ['JWT_KEYS', { JWT_KEYS: `a:${'x'.repeat(31)}` }],
    ['JWT_KEYS', { JWT_KEYS: `a:${'x'.repeat(32)},a:${'y'.repeat(32)}` }],
    ['JWT_ACCESS_TTL', { JWT_ACCESS_TTL: '1w' }],
    ['REFRESH_TTL', { REFRESH_TTL: '-30d' }],
    ['STAFF_SESSION_TTL', { STAFF_SESSION_TTL: '1.5h' }],
    ['KMS_PROVIDER', { KMS_PROVIDER: 'aws' }],
    ['KMS_KEYRING', { KMS_KEYRING: `a:${Buffer.alloc(31).toString('base64')}` }],
    ['KMS_KEYRING', { KMS_KEYRING: `a:${Buffer.alloc(33).toString('base64')}` }],
    ['KMS_VAULT_URL', { KMS_PROVIDER: 'vault' }],
    ['KMS_VAULT_TOKEN', { KMS_PROVIDER: 'vault', KMS_VAULT_URL: 'http://vault' }],
    ['KMS_VAULT_KEY', { KMS_PROVIDER: 'vault', KMS_VAULT_URL: 'http://vault', KMS_VAULT_TOKEN: 't' }],
    ['ORDER_PAYMENT_TTL', { ORDER_PAYMENT_TTL: '500ms' }],
    ['ORDER_AUTO_RECEIPT', { ORDER_AUTO_RECEIPT: 'never' }],
    ['ORDER_UNPAID_MAX_PER_SHOPPER', { ORDER_UNPAID_MAX_PER_SHOPPER: '-1' }],
    ['FREIGHT_FLAT_FEN', { FREIGHT_FLAT_FEN: '9.9' }],
    ['FREIGHT_FREE_OVER_FEN', { FREIGHT_FREE_OVER_FEN: '9007199254740992' }],
    ['STAFF_BOOTSTRAP_PASSWORD', { STAFF_BOOTSTRAP_USERNAME: 'boss' }],
    ['STAFF_BOOTSTRAP_USERNAME', { STAFF_BOOTSTRAP_PASSWORD: 'battery-horse' }],
    ['RATE_LIMIT_LOGIN_PER_MINUTE', { RATE_LIMIT_LOGIN_PER_MINUTE: 'off' }],
    ['RATE_LIMIT_PER_MINUTE', { RATE_LIMIT_PER_MINUTE: '∞' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'verbose' }],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }],
  ])('%s: %j', (variable, env) => {
    const refusal = refusalOf(env);
    expect(refusal.variable).toBe(variable);
    expect(refusal.message).toMatch(new RegExp(`^${variable}: .*expected .+$`));
    expect(refusal.message).not.toContain('\n');
  });
});
