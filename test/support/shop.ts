import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { makeSimulatorCredentials, startWechatSimulator, type WechatSimulator } from '#wechat-simulator';
import { Api } from './api.js';
import { ApiDocument } from './api-document.js';
import { createMysqlDatabase, testDatabaseUrl } from './databases.js';
import { Gateway } from './gateway.js';
import { persistently } from './persistently.js';
import { type Environment, type Exit, OWNER, ShopProcess } from './shop-process.js';
import type { Login, PaymentArguments, Product } from './views.js';

const testRedisUrl = process.env['TEST_REDIS_URL'];

export interface Stack {
  readonly name: string;
  readonly database: 'sqlite' | 'mysql';
  readonly processes: number;
  readonly isThere: boolean;
}

const SQLITE: Stack = { name: 'SQLite, one process', database: 'sqlite', processes: 1, isThere: true };
export const MYSQL: Stack = {
  name: 'MySQL and Redis, two processes',
  database: 'mysql',
  processes: 2,
  isThere: testDatabaseUrl !== undefined && testRedisUrl !== undefined,
};

interface Opening {
  readonly stack?: Stack;
  readonly processes?: number;
  readonly environment?: Environment;
  /** Milliseconds between WeChat's attempts to notify; WeChat's own schedule by default. */
  readonly notificationRetryDelaysMs?: readonly number[];
  /** Whether the simulated WeChat takes payments it does not know at the shop's word. */
  readonly trusting?: boolean;
  /** A folder with another version, built; this one by default. */
  readonly checkout?: string;
}

/** A shop as it runs: processes of the built server, their database and cache, and the WeChat they share. */
export class Shop {
  private processes: readonly ShopProcess[] = [];
  private readonly started: ShopProcess[] = [];
  private document: ApiDocument | null = null;

  private constructor(
    readonly wechat: WechatSimulator,
    private readonly gateway: Gateway,
    private readonly environment: Environment,
    private readonly dropDatabase: () => Promise<void> | void,
  ) {}

  static async open({ stack = SQLITE, environment = {}, ...opening }: Opening = {}): Promise<Shop> {
    const made = await makeSimulatorCredentials();
    const { notificationRetryDelaysMs, trusting } = opening;
    const wechat = await startWechatSimulator({ port: 0, ...made, notificationRetryDelaysMs, trusting });
    const gateway = await Gateway.open();
    const { stores, drop } = await storesOf(stack);
    const shop = new Shop(wechat, gateway, { ...stores, ...wechatOf(wechat, made), ...environment }, drop);
    try {
      await shop.start(opening.processes ?? stack.processes, {}, opening.checkout);
    } catch (error) {
      await shop.close();
      throw error;
    }
    return shop;
  }

  /** One of the processes, by its number from 0. */
  server(number: number): ShopProcess {
    const server = this.processes[number];
    if (!server) throw new Error(`There is no process ${number}`);
    return server;
  }

  get urls(): readonly string[] {
    return this.processes.map(({ url }) => url);
  }

  /** Where the processes are reached together, also after they were started anew. */
  get url(): string {
    return this.gateway.url;
  }

  /** All that the processes have written to standard output and standard error, those of earlier starts included. */
  get output(): string {
    return this.started.map(({ output }) => output).join('\n');
  }

  /** Null: the cache is in memory. */
  get redisUrl(): string | null {
    return this.environment['REDIS_URL'] ?? null;
  }

  /** Variables the processes were started with, besides what is the same in every test. */
  get variables(): Environment {
    return this.environment;
  }

  get databaseUrl(): string {
    return this.environment['DATABASE_URL'] ?? '';
  }

  /** Starts processes; those that were there before must have been stopped or killed. */
  async start(count: number, environment: Environment = {}, checkout?: string): Promise<void> {
    const PUBLIC_BASE_URL = this.gateway.url;
    const starting = Array.from({ length: count }, () =>
      ShopProcess.start({ ...this.environment, PUBLIC_BASE_URL, ...environment }, process.execPath, checkout),
    );
    const started = await Promise.allSettled(starting);
    this.processes = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    this.started.push(...this.processes);
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    this.gateway.pointTo(this.urls);
    this.document ??= await ApiDocument.of(this.urls[0] ?? '');
  }

  /** Starts a process in place of one that has ended, or one more: `number` is then how many there are. */
  async replace(number: number, environment: Environment = {}, checkout?: string): Promise<void> {
    const PUBLIC_BASE_URL = this.gateway.url;
    const variables = { ...this.environment, PUBLIC_BASE_URL, ...environment };
    const fresh = await ShopProcess.start(variables, process.execPath, checkout);
    this.processes = this.processes.toSpliced(number, 1, fresh);
    this.started.push(fresh);
    this.gateway.pointTo(this.urls);
  }

  /** Runs a command of the built server beside it, as an operator does. */
  run(name: string, ...args: readonly string[]): Promise<Exit> {
    return ShopProcess.run({ ...this.environment, PUBLIC_BASE_URL: this.gateway.url }, name, ...args);
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
  }

  async kill(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.kill()));
  }

  async close(): Promise<void> {
    try {
      await this.stop();
    } finally {
      await this.kill();
      await this.wechat.close();
      await this.gateway.close();
      await this.dropDatabase();
    }
  }

  /** A client that has not signed in. */
  get api(): Api {
    if (!this.document) throw new Error('The shop is not open');
    return new Api(() => this.urls, this.document);
  }

  /** A client of one process alone, by its number from 0, that has not signed in. */
  process(number: number): Api {
    if (!this.document) throw new Error('The shop is not open');
    return new Api(() => [this.urls[number] ?? ''], this.document);
  }

  async logIn(openid: string): Promise<Login> {
    const answer = await persistently(() =>
      this.api.post<Login>('/auth/wechat/login', { code: this.wechat.login({ openid }).code }),
    );
    return answer.data;
  }

  async shopper(openid: string): Promise<Api> {
    return this.api.as({ token: (await this.logIn(openid)).accessToken });
  }

  async owner(): Promise<Api> {
    const { status, headers } = await persistently(() => this.api.post('/auth/staff/login', OWNER));
    if (status !== 200) throw new Error(`The owner could not sign in: ${status}`);
    return this.api.as({ cookie: headers.getSetCookie()[0]?.split(';')[0] });
  }

  /** A product with one SKU, made by the owner. */
  async product(stock: number, priceFen = 1_00): Promise<{ id: string; skuId: string }> {
    const owner = await this.owner();
    const category = await owner.post<{ id: string }>('/admin/categories', { name: '茶' });
    const { data } = await owner.post<Product>('/admin/products', {
      name: '龙井',
      categoryId: category.data.id,
      skus: [{ name: '50 克', priceFen, initialStock: stock }],
    });
    return { id: data.id, skuId: data.skus[0]?.id ?? '' };
  }

  /** Pays an order as WeChat's sheet does. */
  async pay(shopper: Api, orderId: string, how: { notify?: boolean; duplicates?: number } = {}) {
    const { data } = await persistently(() => shopper.post<PaymentArguments>(`/orders/${orderId}/payment`));
    return this.wechat.pay({ ...data, ...how });
  }
}

/** One suite on both stacks; without MySQL or Redis that half is reported as skipped. */
export function onEachStack(suite: (stack: Stack) => void): void {
  for (const stack of [SQLITE, MYSQL]) {
    (stack.isThere ? describe : describe.skip)(`on ${stack.name}`, () => suite(stack));
  }
}

async function storesOf({ database }: Stack): Promise<{ stores: Environment; drop: () => Promise<void> | void }> {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-e2e-'));
  const UPLOADS_PATH = join(folder, 'uploads');
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  if (database === 'mysql') {
    const { url, drop } = await createMysqlDatabase();
    await forgetShopsBefore(redisUrl());
    return {
      stores: { DATABASE_URL: url, REDIS_URL: redisUrl(), UPLOADS_PATH },
      drop: () => drop().then(removeFolder),
    };
  }
  return { stores: { DATABASE_URL: `sqlite:${join(folder, 'shop.sqlite')}`, UPLOADS_PATH }, drop: removeFolder };
}

/** Counts and copies outlive a shop by minutes: it may have been locked out here, and its goods would be shown as this one's. */
async function forgetShopsBefore(url: string): Promise<void> {
  const client = await createClient({ url }).connect();
  for (const pattern of ['jishi:rate:*', 'jishi:cache:*'])
    for (const key of await client.keys(pattern)) await client.del(key);
  client.destroy();
}

/**
 * A logical database of this worker's own (1 to 13): shops do not share a cache. Jest's workers have
 * numbers in a row, and those of another run probably begin elsewhere.
 */
function redisUrl(): string {
  const url = new URL(testRedisUrl ?? '');
  url.pathname = `/${1 + ((process.ppid + Number(process.env['JEST_WORKER_ID'] ?? 0)) % 13)}`;
  return url.href;
}

function wechatOf(wechat: WechatSimulator, made: Awaited<ReturnType<typeof makeSimulatorCredentials>>): Environment {
  return {
    WECHAT_API_BASE_URL: wechat.url,
    WECHAT_APP_ID: made.appId,
    WECHAT_APP_SECRET: made.appSecret,
    WECHAT_PAY_BASE_URL: wechat.url,
    WECHAT_PAY_MCH_ID: made.merchantId,
    WECHAT_PAY_MCH_SERIAL_NO: made.merchantSerialNo,
    WECHAT_PAY_MCH_PRIVATE_KEY: made.merchantPrivateKey,
    WECHAT_PAY_API_V3_KEY: made.apiV3Key,
    WECHAT_PAY_PUBLIC_KEY_ID: wechat.publicKeyId,
    WECHAT_PAY_PUBLIC_KEY: wechat.publicKey,
  };
}
