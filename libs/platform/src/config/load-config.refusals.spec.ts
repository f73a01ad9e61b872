import { ConfigurationError, loadConfig } from './index.js';

const made = { JWT_KEYS: `made:${'m'.repeat(32)}`, KMS_KEYRING: `made:${Buffer.alloc(32, 7).toString('base64')}` };

function refusalOf(env: NodeJS.ProcessEnv): ConfigurationError {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

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
    ['CONSOLE_HOSTS', { CONSOLE_HOSTS: 'http://dev.example' }],
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
    ['EVENT_RELAY_URL', { EVENT_RELAY_URL: 'amqp://broker?verify=no' }],
    ['EVENT_RELAY_EXCHANGE', { EVENT_RELAY_EXCHANGE: 'amq.topic' }],
    ['CONTEXTS_APART', { CONTEXTS_APART: 'inventory', DATABASE_URL: 'mysql://u:p@db/shop' }],
    ['CONTEXTS_APART', { CONTEXTS_APART: 'inventory', EVENT_RELAY_URL: 'amqp://broker' }],
    ['OWN_CONTEXT', { OWN_CONTEXT: 'inventory' }],
    ['FUNCTIONS', { FUNCTIONS: 'serverless' }],
    ['FUNCTIONS', { FUNCTIONS: 'broker', DATABASE_URL: 'mysql://u:p@db/shop' }],
    ['FUNCTIONS', { FUNCTIONS: 'broker', EVENT_RELAY_URL: 'amqp://broker' }],
    [
      'CONTEXTS_APART',
      { CONTEXTS_APART: 'functions', EVENT_RELAY_URL: 'amqp://broker', DATABASE_URL: 'mysql://u:p@db/shop' },
    ],
    [
      'OWN_CONTEXT',
      {
        OWN_CONTEXT: 'order',
        CONTEXTS_APART: 'inventory,notification',
        EVENT_RELAY_URL: 'amqp://broker',
        DATABASE_URL: 'mysql://u:p@db/shop',
      },
    ],
    ['JWT_KEYS', { JWT_KEYS: 'x'.repeat(40) }],
    ['JWT_KEYS', { JWT_KEYS: `a:${'x'.repeat(31)}` }],
    ['JWT_KEYS', { JWT_KEYS: `a:${'x'.repeat(32)},a:${'y'.repeat(32)}` }],
    ['JWT_ACCESS_TTL', { JWT_ACCESS_TTL: '1w' }],
    ['SESSION_MAX_AGE', { SESSION_MAX_AGE: 'long' }],
    ['AUDIT_RETENTION', { AUDIT_RETENTION: '183d' }],
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
    ['ORDER_RETENTION', { ORDER_RETENTION: '89d' }],
    ['ORDER_RETENTION', { ORDER_RETENTION: '3y' }],
    ['ORDER_UNPAID_MAX_PER_SHOPPER', { ORDER_UNPAID_MAX_PER_SHOPPER: '-1' }],
    ['FREIGHT_FLAT_FEN', { FREIGHT_FLAT_FEN: '9.9' }],
    ['CART_LINES_MAX', { CART_LINES_MAX: '0' }],
    ['CART_LINES_MAX', { CART_LINES_MAX: '1001' }],
    ['CART_RETENTION', { CART_RETENTION: '1h' }],
    ['FREIGHT_FREE_OVER_FEN', { FREIGHT_FREE_OVER_FEN: '9007199254740992' }],
    ['STAFF_BOOTSTRAP_PASSWORD', { STAFF_BOOTSTRAP_USERNAME: 'boss' }],
    ['STAFF_BOOTSTRAP_USERNAME', { STAFF_BOOTSTRAP_PASSWORD: 'battery-horse' }],
    ['RATE_LIMIT_LOGIN_PER_MINUTE', { RATE_LIMIT_LOGIN_PER_MINUTE: 'off' }],
    ['RATE_LIMIT_PER_MINUTE', { RATE_LIMIT_PER_MINUTE: '∞' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'verbose' }],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }],
  ])('%s: %j', (variable, env) => {
    const refusal = refusalOf({ NODE_ENV: 'development', ...made, ...env });
    expect(refusal.variable).toBe(variable);
    expect(refusal.message).toMatch(new RegExp(`^${variable}: .*expected .+$`));
    expect(refusal.message).not.toContain('\n');
  });
});
