export interface ConfigurationVariable {
  readonly name: string;
  /** The text an unset variable stands for or, in parentheses, what happens then. */
  readonly default: string;
  readonly meaning: string;
  /** Secrets also come as `NAME_FILE=/path`. */
  readonly secret?: true;
  /** No secret, and yet more at home in a file. */
  readonly file?: true;
}

/** Every variable the server reads, in the order of README.md. */
export const configurationVariables = [
  { name: 'NODE_ENV', default: 'production', meaning: 'development (`npm start` sets it), test or production' },
  { name: 'PORT', default: '3000', meaning: 'port to listen on; 0 takes a free one' },
  { name: 'HOST', default: '0.0.0.0', meaning: 'address to listen on' },
  {
    name: 'MANAGEMENT_PORT',
    default: '(PORT)',
    meaning: 'when it differs, /metrics is served only there; production requires it',
  },
  {
    name: 'TRUST_PROXY',
    default: '(none)',
    meaning: 'addresses or CIDRs whose X-Forwarded-For and -Proto are believed',
  },
  { name: 'WORKERS', default: '1', meaning: 'processes sharing the port; auto: one a core; only 1 on SQLite' },
  {
    name: 'CONSOLE_HOSTS',
    default: '(this machine)',
    meaning:
      'in development: names by which /console may be called, then from other machines too; refused in production',
  },
  { name: 'BACKGROUND_JOBS', default: 'on', meaning: 'off: this process serves requests only' },
  {
    name: 'PUBLIC_BASE_URL',
    default: '(http://localhost:PORT)',
    meaning: 'base of the notify URLs handed to WeChat; https in production',
  },
  {
    name: 'DEMO_SEED',
    default: '(on in development)',
    meaning: 'on: an empty catalogue is filled with demo goods; refused in production',
  },
  {
    name: 'DATABASE_URL',
    default: '(sqlite:.data/jishi.sqlite)',
    meaning: 'mysql://user:password@host:3306/database, sqlite:PATH or sqlite::memory:; production requires it',
    secret: true,
  },
  {
    name: 'DATABASE_REPLICA_URLS',
    default: '(none)',
    meaning: 'mysql://…, comma-separated: replicas that search and staff lists are read from, see docs/operations.md',
    secret: true,
  },
  { name: 'DATABASE_POOL_MAX', default: '20', meaning: 'connections at most' },
  { name: 'DATABASE_POOL_IDLE_MAX', default: '5', meaning: 'idle connections kept at most' },
  { name: 'DATABASE_CONNECT_TIMEOUT', default: '3s', meaning: 'deadline of a connect' },
  {
    name: 'DATABASE_IDLE_TIMEOUT',
    default: '10m',
    meaning: 'idle connections above the kept ones are closed after this',
  },
  { name: 'DATABASE_QUERY_TIMEOUT', default: '3s', meaning: 'deadline of a query' },
  {
    name: 'DATABASE_SLOW_QUERY_MS',
    default: '200',
    meaning: 'queries slower than this many milliseconds are logged; 0 logs all',
  },
  {
    name: 'REDIS_URL',
    default: '(in-memory cache)',
    meaning: 'redis://host:6379/0; several nodes mean a Redis Cluster',
    secret: true,
  },
  {
    name: 'REDIS_TIMEOUT',
    default: '100ms',
    meaning: 'deadline of a command; the shop goes on without Redis after it',
  },
  {
    name: 'EVENT_RELAY_URL',
    default: '(in-process only)',
    meaning: 'amqp://… or amqps://…: integration events go to RabbitMQ as well',
    secret: true,
  },
  {
    name: 'EVENT_RELAY_EXCHANGE',
    default: 'jishi.events',
    meaning: 'topic exchange they go to; queues of contexts apart begin with its name',
  },
  {
    name: 'CONTEXTS_APART',
    default: '(none)',
    meaning: 'contexts that run in processes of their own, such as inventory; the same for all processes',
  },
  {
    name: 'OWN_CONTEXT',
    default: '(the shop, but for those)',
    meaning: 'the one of CONTEXTS_APART that this process is for',
  },
  {
    name: 'FUNCTIONS',
    default: 'in-process',
    meaning:
      'where thumbnails are drawn and daily reports made: in-process; broker: by `npm run functions`; off: by serverless functions, or not at all',
  },
  { name: 'WECHAT_APP_ID', default: '(simulator)', meaning: 'mini-program id' },
  { name: 'WECHAT_APP_SECRET', default: '(simulator)', meaning: 'mini-program secret', secret: true },
  {
    name: 'WECHAT_API_BASE_URL',
    default: '(simulator; WeChat in production)',
    meaning: 'base of the mini-program API; simulator: the built-in one',
  },
  { name: 'WECHAT_TIMEOUT', default: '3s', meaning: 'deadline of a call to WeChat, with its repetition' },
  {
    name: 'WECHAT_CONTENT_CHECK',
    default: 'on',
    meaning: 'WeChat is asked about nicknames, remarks on orders (6003) and pictures; off: they are taken unchecked',
  },
  {
    name: 'WECHAT_TEMPLATE_ORDER_PAID',
    default: '(no message)',
    meaning: 'subscribe message: templateId[@page]:field=fact[,…], see docs/operations.md',
  },
  { name: 'WECHAT_TEMPLATE_ORDER_SHIPPED', default: '(no message)', meaning: 'the same for goods on their way' },
  { name: 'WECHAT_TEMPLATE_ORDER_REFUNDED', default: '(no message)', meaning: 'the same for money that went back' },
  {
    name: 'WECHAT_PRODUCT_PAGE',
    default: '(no codes)',
    meaning: "page a product's mini-program code leads to, such as pages/product/show",
  },
  { name: 'WECHAT_PAY_MCH_ID', default: '(simulator)', meaning: 'merchant id' },
  { name: 'WECHAT_PAY_MCH_SERIAL_NO', default: '(simulator)', meaning: 'serial number of the merchant certificate' },
  { name: 'WECHAT_PAY_MCH_PRIVATE_KEY', default: '(simulator)', meaning: 'merchant private key, PEM', secret: true },
  { name: 'WECHAT_PAY_API_V3_KEY', default: '(simulator)', meaning: 'APIv3 key, exactly 32 bytes', secret: true },
  { name: 'WECHAT_PAY_PUBLIC_KEY_ID', default: '(platform certificates)', meaning: 'PUB_KEY_ID_…: public-key mode' },
  {
    name: 'WECHAT_PAY_PUBLIC_KEY',
    default: '(platform certificates)',
    meaning: "WeChat Pay's public key, PEM",
    file: true,
  },
  {
    name: 'WECHAT_PAY_BASE_URL',
    default: '(simulator; WeChat in production)',
    meaning: 'base of the Pay API; simulator: the built-in one',
  },
  {
    name: 'WECHAT_PAY_BACKUP_BASE_URL',
    default: "(WeChat's, or none)",
    meaning: 'another host for while the one above does not answer; none beside a base that is not WeChat',
  },
  { name: 'WECHAT_PUSH_TOKEN', default: '(no message push)', meaning: 'message push: token', secret: true },
  {
    name: 'WECHAT_PUSH_AES_KEY',
    default: '(plain mode)',
    meaning: 'message push: EncodingAESKey, 43 characters',
    secret: true,
  },
  {
    name: 'JWT_KEYS',
    default: '(made in development)',
    meaning: 'kid:secret[,kid:secret…], HS256, ≥ 32 bytes each; the first signs, all verify',
    secret: true,
  },
  { name: 'JWT_ACCESS_TTL', default: '1h', meaning: 'lifetime of an access token' },
  { name: 'REFRESH_TTL', default: '30d', meaning: 'lifetime of a refresh token, from each rotation' },
  {
    name: 'SESSION_MAX_AGE',
    default: '365d',
    meaning: 'a shopper signs in again after this, however often tokens are refreshed',
  },
  { name: 'STAFF_SESSION_TTL', default: '30m', meaning: 'staff sessions end after this long without a request' },
  { name: 'KMS_PROVIDER', default: 'local', meaning: 'where key-encryption keys are: local or vault (transit engine)' },
  {
    name: 'KMS_KEYRING',
    default: '(made in development)',
    meaning: 'local: kid:base64 of 32 bytes[,…]; the first encrypts, all decrypt',
    secret: true,
  },
  { name: 'KMS_VAULT_URL', default: '(required by vault)', meaning: 'address of Vault' },
  { name: 'KMS_VAULT_TOKEN', default: '(required by vault)', meaning: 'token for Vault', secret: true },
  { name: 'KMS_VAULT_KEY', default: '(required by vault)', meaning: 'name of the transit key' },
  {
    name: 'CATALOG_CDN_TTL',
    default: '0s',
    meaning:
      'how long a CDN may show the catalogue without asking, which adds to the 2 s units for sale may be old; 0s: it asks each time',
  },
  {
    name: 'CATALOG_CDN_STALE',
    default: '0s',
    meaning: 'how long after CATALOG_CDN_TTL a CDN may still show it while it asks anew',
  },
  { name: 'ORDER_PAYMENT_TTL', default: '30m', meaning: 'unpaid orders are cancelled after this' },
  { name: 'ORDER_AUTO_RECEIPT', default: '10d', meaning: 'shipped orders complete after this' },
  {
    name: 'ORDER_RETENTION',
    default: '(orders are kept)',
    meaning:
      'closed orders, their payments, coupons and flash prices are deleted this long after they were over; a lawyer decides',
  },
  {
    name: 'ORDER_UNPAID_MAX_PER_SHOPPER',
    default: '20',
    meaning: 'unpaid orders one shopper may hold; 0 switches off',
  },
  { name: 'FREIGHT_FLAT_FEN', default: '0', meaning: 'flat freight in fen' },
  {
    name: 'FREIGHT_FREE_OVER_FEN',
    default: '0',
    meaning: 'goods amount in fen from which freight is free; 0: no such amount',
  },
  { name: 'CART_LINES_MAX', default: '100', meaning: 'different SKUs one cart may hold, 1,000 at most' },
  { name: 'CART_RETENTION', default: '180d', meaning: 'carts that nobody changes are deleted after this' },
  {
    name: 'UPLOADS_PATH',
    default: '.data/uploads',
    meaning: 'folder for uploaded pictures where there is no S3 store',
  },
  {
    name: 'UPLOADS_PUBLIC_BASE_URL',
    default: '(PUBLIC_BASE_URL/api/v1/uploads)',
    meaning: 'what addresses of pictures begin with: a CDN in front of that; https in production',
  },
  { name: 'UPLOADS_MAX_PER_SHOPPER', default: '100', meaning: 'pictures one shopper may keep; 0 switches off' },
  {
    name: 'UPLOADS_S3_ENDPOINT',
    default: '(disk)',
    meaning: 'S3-compatible store for pictures, such as https://s3.cn-north-1.amazonaws.com.cn',
  },
  { name: 'UPLOADS_S3_REGION', default: 'us-east-1', meaning: 'its region, as signatures name it' },
  { name: 'UPLOADS_S3_BUCKET', default: '(required by S3)', meaning: 'a private bucket' },
  {
    name: 'UPLOADS_S3_PATH_STYLE',
    default: 'off',
    meaning: "on: the bucket's name goes into the path, as MinIO wants it",
  },
  { name: 'UPLOADS_S3_ACCESS_KEY_ID', default: '(required by S3)', meaning: 'who asks' },
  {
    name: 'UPLOADS_S3_SECRET_ACCESS_KEY',
    default: '(required by S3)',
    meaning: 'signs what is asked',
    secret: true,
  },
  {
    name: 'STAFF_BOOTSTRAP_USERNAME',
    default: '(owner in development)',
    meaning: 'first owner, made when there is no staff',
  },
  {
    name: 'STAFF_BOOTSTRAP_PASSWORD',
    default: '(demo password in development)',
    meaning: 'password of the first owner, ≥ 12 characters in production',
    secret: true,
  },
  {
    name: 'RATE_LIMIT_LOGIN_PER_MINUTE',
    default: '300',
    meaning: 'logins a client may try; 0 switches off',
  },
  {
    name: 'RATE_LIMIT_PER_MINUTE',
    default: '1200',
    meaning: 'requests a client may send; 0 switches off',
  },
  {
    name: 'RATE_LIMIT_UPLOADS_PER_MINUTE',
    default: '20',
    meaning: 'pictures somebody may upload; 0 switches off',
  },
  { name: 'AUDIT_RETENTION', default: '365d', meaning: 'audit rows are deleted after this; at least 184d' },
  { name: 'LOG_LEVEL', default: 'info', meaning: 'fatal, error, warn, info, debug, trace or silent' },
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    default: '(none)',
    meaning: 'OpenTelemetry collector for traces, OTLP over HTTP: spans go to /v1/traces below it',
  },
] as const satisfies readonly ConfigurationVariable[];

export type VariableName = (typeof configurationVariables)[number]['name'];
