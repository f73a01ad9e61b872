import { type TestingModule, Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { Clock, ManualClock, newId } from '#kernel';
import { type Actor, asActivity } from '#platform/activity';
import { loadConfig } from '#platform/config';
import { asDate, asDateOrNull, Database, migrate } from '#platform/database';
import { EventBus, OutboxPoller } from '#platform/events';
import type { PeriodicJob } from '#platform/jobs';
import { makeSimulatorCredentials } from '#wechat-simulator';
import { AppModule } from '../../../src/app.module.js';
import { CreateCategory } from '../../../src/catalog/application/create-category.js';
import { CreateProduct } from '../../../src/catalog/application/create-product.js';
import { Stock } from '../../../src/inventory/application/stock.js';
import { CompleteShippedOrders } from '../../../src/order/application/complete-shipped-orders.js';
import { CheckOpenAttempts } from '../../../src/payment/application/check-open-attempts.js';
import { ExpireOrders } from '../../../src/payment/application/expire-orders.js';
import { PaymentGateway } from '../../../src/payment/application/payment-gateway.js';
import { SettleRefunds } from '../../../src/payment/application/settle-refunds.js';
import { ShippingInformation } from '../../../src/payment/application/shipping-information.js';
import { UserDirectory } from '../../../src/user/index.js';
import { BASICS } from '../../support/shop-process.js';
import { CrashPoints } from './crash-points.js';
import { SimulatedGateway } from './simulated-gateway.js';

export const STAFF: Actor = { kind: 'staff', id: newId(), ip: null, requestId: null };
/** Units of each SKU a run begins with, and what one costs. */
export const SKUS = [
  { initial: 5, priceFen: 100 },
  { initial: 20, priceFen: 999 },
  { initial: 2, priceFen: 1 },
] as const;
/** Shoppers there are. */
const CUSTOMERS = 2;
/** Unpaid orders one shopper may hold. */
export const MOST_UNPAID = 4;
export const PAYMENT_TTL = 30 * 60_000;

const OF_A_RUN = [
  'order_refunds',
  'order_lines',
  'orders',
  'payment_refunds',
  'payments',
  'payment_rejections',
  'cart_take_outs',
  'stock_reservations',
  'stock_movements',
  'stock_items',
  'outbox',
  'inbox',
  'idempotency_keys',
  'audit_log',
];

/** Longer than any lease, head start or pause before the next try after one failure. */
const RECOVERY = 20_000;

/** The whole application in this process, but for HTTP and the real WeChat; its jobs run when they are told to. */
export class RunningShop {
  skuIds: readonly string[] = [];
  /** Ids of the shoppers there are. */
  customers: readonly string[] = [];

  private constructor(
    private readonly app: TestingModule,
    readonly clock: ManualClock,
    readonly wechat: SimulatedGateway,
    readonly crashPoints: CrashPoints,
  ) {}

  static async start(databaseUrl: string): Promise<RunningShop> {
    const clock = new ManualClock(new Date());
    const wechat = new SimulatedGateway(clock);
    const app = await Test.createTestingModule({ imports: [AppModule.forRoot(await configOf(databaseUrl))] })
      .overrideProvider(Clock)
      .useValue(clock)
      .overrideProvider(PaymentGateway)
      .useValue(wechat)
      .overrideProvider(ShippingInformation)
      .useValue({ tell: () => Promise.resolve(null) })
      .compile();
    app.useLogger(false);
    await migrate(app.get(DataSource));
    await app.init();
    const shop = new RunningShop(app, clock, wechat, new CrashPoints(app.get(DataSource)));
    wechat.crashPoints = shop.crashPoints;
    await shop.offerGoods();
    const joined = await shop.database.transaction(() => shop.get(UserDirectory).join(CUSTOMERS));
    shop.customers = joined.map(({ id }) => id);
    return shop;
  }

  get database(): Database {
    return this.app.get(Database);
  }

  /** A part of the application. */
  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.get<T>(type, { strict: false });
  }

  close(): Promise<void> {
    return this.app.close();
  }

  /** As after the opening of the shop: nothing ordered, nothing paid, the first units in stock. */
  async beginAnew(): Promise<void> {
    this.crashPoints.revive();
    this.wechat.silent = false;
    this.wechat.attempts.clear();
    this.wechat.refunds.clear();
    await this.database.transaction(async () => {
      for (const table of OF_A_RUN) await this.database.execute(`DELETE FROM ${table}`);
      const introduced = this.skuIds.map((skuId, at) => ({ skuId, initial: SKUS[at]?.initial ?? 0 }));
      await this.get(Stock).introduce(introduced);
    });
  }

  async order(id: string): Promise<{ readonly expiresAt: Date; readonly shippedAt: Date | null }> {
    const [row] = await this.database.query('SELECT expires_at, shipped_at FROM orders WHERE id = ?', [id]);
    return { expiresAt: asDate(row?.['expires_at']), shippedAt: asDateOrNull(row?.['shipped_at']) };
  }

  /** Resolves when every delivery that is under way has been tried. */
  idle(): Promise<void> {
    return this.get(EventBus).idle();
  }

  /** Resolves when nothing is under way any more; refunds have been sent. */
  async settle(): Promise<void> {
    await this.idle();
    await this.run(SettleRefunds);
    await this.idle();
  }

  /** What every process does all the time: each job has its turn, in no particular order. */
  async runJobs(first: 'expiry' | 'questions'): Promise<void> {
    const jobs = [ExpireOrders, CheckOpenAttempts, OutboxPoller, CompleteShippedOrders];
    for (const job of first === 'expiry' ? jobs : jobs.reverse()) await this.run(job);
    await this.settle();
  }

  /** After a crash, or silence: what was left undone is done when its time has come. */
  async recover(): Promise<void> {
    await this.idle();
    for (let turn = 0; turn < 3; turn++) {
      this.clock.advance(RECOVERY);
      await this.run(OutboxPoller);
      await this.settle();
    }
  }

  private async run(job: new (...args: never[]) => PeriodicJob): Promise<void> {
    await asActivity(job.name, () => this.get(job).run());
  }

  private async offerGoods(): Promise<void> {
    const made = { actor: STAFF, key: null };
    const { id: categoryId } = await this.get(CreateCategory).execute({ name: '茶', sort: 0, ...made });
    const skus = SKUS.map(({ initial: initialStock, priceFen }, at) => {
      return { name: `${at}`, attributes: {}, priceFen, initialStock, onShelf: true };
    });
    const goods = { name: '龙井', description: '', imageUrl: '', categoryId, onShelf: true };
    await this.get(CreateProduct).execute({ ...goods, skus: skus, ...made });
    const rows = await this.database.query<{ id: string }>('SELECT id FROM skus ORDER BY name');
    this.skuIds = rows.map(({ id }) => id);
  }
}

async function configOf(databaseUrl: string) {
  const made = await makeSimulatorCredentials();
  const nowhere = 'http://127.0.0.1:9';
  return loadConfig({
    ...BASICS,
    STAFF_BOOTSTRAP_USERNAME: '',
    STAFF_BOOTSTRAP_PASSWORD: '',
    DATABASE_URL: databaseUrl,
    DATABASE_QUERY_TIMEOUT: '30s',
    BACKGROUND_JOBS: 'off',
    LOG_LEVEL: 'silent',
    ORDER_UNPAID_MAX_PER_SHOPPER: `${MOST_UNPAID}`,
    ORDER_PAYMENT_TTL: `${PAYMENT_TTL}ms`,
    WECHAT_APP_ID: made.appId,
    WECHAT_APP_SECRET: made.appSecret,
    WECHAT_API_BASE_URL: nowhere,
    WECHAT_PAY_BASE_URL: nowhere,
    WECHAT_PAY_MCH_ID: made.merchantId,
    WECHAT_PAY_MCH_SERIAL_NO: made.merchantSerialNo,
    WECHAT_PAY_MCH_PRIVATE_KEY: made.merchantPrivateKey,
    WECHAT_PAY_API_V3_KEY: made.apiV3Key,
    WECHAT_PAY_PUBLIC_KEY_ID: made.platformKey.publicKeyId,
    WECHAT_PAY_PUBLIC_KEY: made.platformKey.publicKey,
  });
}
