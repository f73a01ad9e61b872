/** Milliseconds. */
export type Milliseconds = number;

export interface Keyed<T> {
  readonly id: string;
  readonly key: T;
}

/** A subscribe message as the operator set it up at WeChat, and what its fields are to say. */
export interface MessageTemplate {
  readonly id: string;
  /** Where a tap leads; null: nowhere. */
  readonly page: string | null;
  /** `fact` is one of order, products, total, status, time, carrier, trackingNo; its kind of field takes it. */
  readonly fields: readonly { readonly field: string; readonly fact: string }[];
}

/** A database on a server, and who asks there. */
export interface MysqlDatabase {
  readonly kind: 'mysql';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly name: string;
}

/**
 * The validated configuration of one process; see docs/configuration.md for names, defaults and refusals.
 * It is an injection token as well as a type: `constructor(private readonly config: Config)`.
 */
export abstract class Config {
  abstract readonly environment: 'development' | 'test' | 'production';
  abstract readonly http: {
    readonly port: number;
    readonly host: string;
    readonly managementPort: number;
    /** Addresses and CIDRs of proxies that may set X-Forwarded-For and -Proto; empty: none. */
    readonly trustProxy: readonly string[];
    /** Base of the notify URLs handed to WeChat, without a trailing slash. */
    readonly publicBaseUrl: string;
  };
  /** In development: names by which the console may be called besides those of this machine, then from elsewhere too. */
  abstract readonly console: { readonly hosts: readonly string[] };
  abstract readonly workers: number;
  abstract readonly backgroundJobs: boolean;
  /** Whether a first start fills an empty catalogue with demo goods; never in production. */
  abstract readonly demoSeed: boolean;
  abstract readonly database: {
    /** `mysql` or embedded `sqlite` (`path` may be `:memory:`). */
    readonly primary: MysqlDatabase | { readonly kind: 'sqlite'; readonly path: string };
    /** They follow the primary, and some lists are read there. */
    readonly replicas: readonly MysqlDatabase[];
    readonly poolMax: number;
    readonly poolIdleMax: number;
    readonly connectTimeout: Milliseconds;
    readonly idleTimeout: Milliseconds;
    readonly queryTimeout: Milliseconds;
    /** Queries slower than this are logged; 0 logs all. */
    readonly slowQueryThreshold: Milliseconds;
  };
  /** Empty: the in-memory cache. Several: a Redis Cluster. */
  abstract readonly redisUrls: readonly string[];
  /** Deadline of a command to Redis. */
  abstract readonly redisTimeout: Milliseconds;
  /** Null: no broker hears of events. */
  abstract readonly eventRelayUrl: string | null;
  abstract readonly eventRelayExchange: string;
  abstract readonly contexts: {
    /** Those that run in processes of their own. */
    readonly apart: readonly string[];
    /** The one of them this process is for; null: it is for all the others. */
    readonly own: string | null;
    /** Those whose reactions and jobs run nowhere by themselves. */
    readonly off: readonly string[];
  };
  abstract readonly wechat: {
    readonly appId: string;
    readonly appSecret: string;
    /** Null: the built-in simulator. */
    readonly apiBaseUrl: string | null;
    /** Deadline of a call. */
    readonly timeout: Milliseconds;
    readonly pay: {
      readonly merchantId: string;
      readonly merchantSerialNo: string;
      /** PEM. */
      readonly merchantPrivateKey: string;
      /** 32 bytes of UTF-8. */
      readonly apiV3Key: string;
      /** Null: platform-certificate mode. */
      readonly publicKey: Keyed<string> | null;
      /** Null: the built-in simulator. */
      readonly baseUrl: string | null;
      /** Asked while `baseUrl` does not answer; null: nobody. */
      readonly backupBaseUrl: string | null;
    };
    /** Where the built-in simulator plays WeChat; null when it does not. */
    readonly simulatorUrl: string | null;
    /** Null: no message push. Without an EncodingAESKey: in plain mode. */
    readonly push: { readonly token: string; readonly aesKey: string | null } | null;
  };
  abstract readonly miniProgram: {
    /** Whether WeChat is asked about what shoppers write. */
    readonly contentCheck: boolean;
    /** Where a product's code leads; null: there are no codes. */
    readonly productPage: string | null;
    /** Null: no such message is sent. */
    readonly templates: {
      readonly orderPaid: MessageTemplate | null;
      readonly orderShipped: MessageTemplate | null;
      readonly orderRefunded: MessageTemplate | null;
    };
  };
  abstract readonly auth: {
    /** HS256 keys; the first signs, all verify. */
    readonly jwtKeys: readonly Keyed<Buffer>[];
    readonly accessTtl: Milliseconds;
    readonly refreshTtl: Milliseconds;
    readonly sessionMaxAge: Milliseconds;
    readonly staffSessionTtl: Milliseconds;
    /** The first owner, made when there is no staff. */
    readonly staffBootstrap: { readonly username: string; readonly password: string } | null;
  };
  abstract readonly kms:
    | {
        readonly provider: 'local';
        /** 32 bytes each; the first encrypts, all decrypt. */ readonly keyring: readonly Keyed<Buffer>[];
      }
    | {
        readonly provider: 'vault';
        readonly url: string;
        readonly token: string;
        /** Where the token came from, and where another one may be put; null: it was given by itself. */
        readonly tokenFile: string | null;
        /** Name of the transit key. */
        readonly key: string;
      };
  abstract readonly catalog: {
    /** How long a CDN may answer with what it holds of the catalogue, and for how long after that while it asks anew. */
    readonly cdnTtl: Milliseconds;
    readonly cdnStale: Milliseconds;
  };
  abstract readonly order: {
    readonly paymentTtl: Milliseconds;
    readonly autoReceipt: Milliseconds;
    /** How long closed orders are kept from their last change on; null: for good. */
    readonly retention: Milliseconds | null;
    /** 0 switches the limit off. */
    readonly unpaidMaxPerShopper: number;
    readonly freightFlatFen: number;
    readonly freightFreeOverFen: number;
  };
  abstract readonly cart: {
    readonly linesMax: number;
    /** How long a cart that nobody changes is kept. */
    readonly retention: Milliseconds;
  };
  abstract readonly uploads: {
    /** What the address of a picture begins with, without a trailing slash. */
    readonly publicBaseUrl: string;
    /** 0 switches the limit off. */
    readonly maxPerShopper: number;
    readonly store:
      | { readonly kind: 'disk'; readonly path: string }
      | {
          readonly kind: 's3';
          readonly endpoint: string;
          readonly region: string;
          readonly bucket: string;
          /** The bucket's name is in the path, not in the host. */
          readonly pathStyle: boolean;
          readonly accessKeyId: string;
          readonly secretAccessKey: string;
        };
  };
  abstract readonly rateLimit: {
    readonly loginPerMinute: number;
    readonly perMinute: number;
    readonly uploadsPerMinute: number;
  };
  abstract readonly audit: { readonly retention: Milliseconds };
  abstract readonly observability: {
    readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
    readonly otlpEndpoint: string | null;
  };
}
