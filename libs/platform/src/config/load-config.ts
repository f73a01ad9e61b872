import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Config } from './config.js';
import { ConfigurationError } from './configuration-error.js';
import { amqpUrl, databaseUrl, mysqlUrls, redisUrls } from './connection-url-parsers.js';
import { developmentSecrets, type DevelopmentSecrets } from './development-secrets.js';
import { readMiniProgram } from './mini-program-config.js';
import { listOf, type Parser } from './parser.js';
import { refuseInProduction } from './production-refusals.js';
import { readAuth, readKms } from './secrets-config.js';
import { readUploads } from './uploads-config.js';
import { addressOrCidr, duration, httpUrl, integer, matching, oneOf, onOrOff } from './value-parsers.js';
import { Variables } from './variables.js';
import { readWechat } from './wechat-config.js';

export interface LoadConfigOptions {
  /** Reads the file a `NAME_FILE` variable points at. */
  readonly readFile?: (path: string) => string;
  /** Asked only when a key is unset outside production. */
  readonly developmentSecrets?: () => DevelopmentSecrets;
}

const port = integer(0, 65_535);
const hostName = matching(/^[A-Za-z0-9.:_-]{1,253}$/, 'a host name or an IP address');
const exchangeName = matching(
  /^(?!amq\.)[\w.:-]{1,100}$/,
  'at most 100 of A-Z a-z 0-9 _ . : -, not beginning with amq.',
);
const contextName = matching(/^[a-z][a-z-]{0,31}$/, 'the name of a context, such as inventory');
/** The context whose place FUNCTIONS says. */
const FUNCTIONS = 'functions';
const workers: Parser<number> = {
  expected: 'auto or an integer from 1 to 256',
  parse: (text) => (text === 'auto' ? availableParallelism() : integer(1, 256).parse(text)),
};

/**
 * The configuration that `env` describes; changes nothing but, outside production, the kept development keys.
 * Throws ConfigurationError at the first variable that is missing, wrong or refused.
 */
export function loadConfig(env: NodeJS.ProcessEnv, options: LoadConfigOptions = {}): Config {
  const variables = new Variables(env, options.readFile ?? ((path) => readFileSync(path, 'utf8')));
  const environment = variables.withDefault('NODE_ENV', oneOf('development', 'test', 'production'));
  const madeHere = environment === 'production' ? null : (options.developmentSecrets ?? developmentSecrets);
  const database = readDatabase(variables, environment);
  const http = readHttp(variables);
  const config: Config = {
    environment,
    http,
    console: { hosts: variables.optional('CONSOLE_HOSTS', listOf(hostName)) ?? [] },
    workers: variables.withDefault('WORKERS', workers),
    backgroundJobs: variables.withDefault('BACKGROUND_JOBS', onOrOff),
    demoSeed: variables.optional('DEMO_SEED', onOrOff) ?? environment === 'development',
    database,
    redisUrls: variables.optional('REDIS_URL', redisUrls) ?? [],
    redisTimeout: variables.withDefault('REDIS_TIMEOUT', duration('1ms', '1d')),
    eventRelayUrl: variables.optional('EVENT_RELAY_URL', amqpUrl),
    eventRelayExchange: variables.withDefault('EVENT_RELAY_EXCHANGE', exchangeName),
    contexts: readContexts(variables),
    wechat: readWechat(variables, environment),
    miniProgram: readMiniProgram(variables),
    auth: readAuth(variables, madeHere),
    kms: readKms(variables, madeHere),
    catalog: {
      cdnTtl: variables.withDefault('CATALOG_CDN_TTL', duration('0s', '1d')),
      cdnStale: variables.withDefault('CATALOG_CDN_STALE', duration('0s', '1d')),
    },
    order: readOrder(variables),
    cart: {
      linesMax: variables.withDefault('CART_LINES_MAX', integer(1, 1_000)),
      retention: variables.withDefault('CART_RETENTION', duration('1d', '36500d')),
    },
    uploads: readUploads(variables, http),
    rateLimit: {
      loginPerMinute: variables.withDefault('RATE_LIMIT_LOGIN_PER_MINUTE', integer(0)),
      perMinute: variables.withDefault('RATE_LIMIT_PER_MINUTE', integer(0)),
      uploadsPerMinute: variables.withDefault('RATE_LIMIT_UPLOADS_PER_MINUTE', integer(0)),
    },
    audit: { retention: variables.withDefault('AUDIT_RETENTION', duration('184d', '36500d')) },
    observability: {
      logLevel: variables.withDefault('LOG_LEVEL', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent')),
      otlpEndpoint: variables.optional('OTEL_EXPORTER_OTLP_ENDPOINT', httpUrl),
    },
  };
  if (database.primary.kind === 'sqlite' && config.workers > 1) {
    throw new ConfigurationError('WORKERS', 'expected 1 on SQLite');
  }
  refuseImpossibleContexts(config);
  if (environment === 'production') refuseInProduction(config);
  return config;
}

/** FUNCTIONS says of the context `functions` what CONTEXTS_APART says of any: at a broker it is apart. */
function readContexts(variables: Variables): Config['contexts'] {
  const apart = variables.optional('CONTEXTS_APART', listOf(contextName)) ?? [];
  const functions = variables.withDefault('FUNCTIONS', oneOf('in-process', 'broker', 'off'));
  if (functions !== 'broker' && apart.includes(FUNCTIONS))
    throw new ConfigurationError('CONTEXTS_APART', 'expected without functions: that is FUNCTIONS=broker');
  return {
    apart: functions === 'broker' ? [...new Set([...apart, FUNCTIONS])] : apart,
    own: variables.optional('OWN_CONTEXT', contextName),
    off: functions === 'off' ? [FUNCTIONS] : [],
  };
}

/** A context that runs apart hears through the broker and works on the same database. */
function refuseImpossibleContexts({ contexts: { apart, own }, database, eventRelayUrl }: Config): void {
  if (own !== null && !apart.includes(own))
    throw new ConfigurationError('OWN_CONTEXT', 'expected one of CONTEXTS_APART');
  if (apart.length === 0) return;
  const name = apart.every((one) => one === FUNCTIONS) ? 'FUNCTIONS' : 'CONTEXTS_APART';
  const what = name === 'FUNCTIONS' ? 'broker only' : 'only';
  if (eventRelayUrl === null) throw new ConfigurationError(name, `expected ${what} beside EVENT_RELAY_URL`);
  if (database.primary.kind === 'sqlite') {
    throw new ConfigurationError(name, `expected ${what} beside a mysql:// DATABASE_URL`);
  }
}

function readHttp(variables: Variables): Config['http'] {
  const listened = variables.withDefault('PORT', port);
  return {
    port: listened,
    host: variables.withDefault('HOST', hostName),
    managementPort: variables.optional('MANAGEMENT_PORT', port) ?? listened,
    trustProxy: variables.optional('TRUST_PROXY', listOf(addressOrCidr)) ?? [],
    publicBaseUrl: variables.optional('PUBLIC_BASE_URL', httpUrl) ?? `http://localhost:${listened}`,
  };
}

function readDatabase(variables: Variables, environment: Config['environment']): Config['database'] {
  const primary =
    environment === 'production'
      ? variables.required('DATABASE_URL', databaseUrl)
      : (variables.optional('DATABASE_URL', databaseUrl) ?? { kind: 'sqlite', path: '.data/jishi.sqlite' });
  const replicas = variables.optional('DATABASE_REPLICA_URLS', mysqlUrls) ?? [];
  if (primary.kind === 'sqlite' && replicas.length > 0) {
    throw new ConfigurationError('DATABASE_REPLICA_URLS', 'expected only beside a mysql:// DATABASE_URL');
  }
  const timeout = duration('1ms', '1d');
  return {
    primary,
    replicas,
    poolMax: variables.withDefault('DATABASE_POOL_MAX', integer(1, 10_000)),
    poolIdleMax: variables.withDefault('DATABASE_POOL_IDLE_MAX', integer(0, 10_000)),
    connectTimeout: variables.withDefault('DATABASE_CONNECT_TIMEOUT', timeout),
    idleTimeout: variables.withDefault('DATABASE_IDLE_TIMEOUT', timeout),
    queryTimeout: variables.withDefault('DATABASE_QUERY_TIMEOUT', timeout),
    slowQueryThreshold: variables.withDefault('DATABASE_SLOW_QUERY_MS', integer(0)),
  };
}

function readOrder(variables: Variables): Config['order'] {
  return {
    paymentTtl: variables.withDefault('ORDER_PAYMENT_TTL', duration('1s', '90d')),
    autoReceipt: variables.withDefault('ORDER_AUTO_RECEIPT', duration('1s', '365d')),
    // By then no money is on its way any more, whatever WeChat was asked for.
    retention: variables.optional('ORDER_RETENTION', duration('90d', '36500d')),
    unpaidMaxPerShopper: variables.withDefault('ORDER_UNPAID_MAX_PER_SHOPPER', integer(0)),
    freightFlatFen: variables.withDefault('FREIGHT_FLAT_FEN', integer(0)),
    freightFreeOverFen: variables.withDefault('FREIGHT_FREE_OVER_FEN', integer(0)),
  };
}
