import { PoolConnection } from 'mysql2';
import { DataSource } from 'typeorm';
import { BeijingDay } from '#kernel';
import { AuditQueries } from '../../libs/platform/src/audit/audit.queries.js';
import { EventLog } from '../../libs/platform/src/events/event-log.js';
import { DataKeys } from '../../libs/platform/src/crypto/data-keys.js';
import { OutboxPoller } from '#platform/events';
import { Idempotency } from '#platform/idempotency';
import { metrics } from '#platform/observability';
import { Revocations } from '#platform/revocation';
import { Identities } from '../../src/auth/domain/identities.js';
import { Sessions } from '../../src/auth/domain/sessions.js';
import { LiveSessions } from '../../src/auth/application/live-sessions.js';
import { SessionQueries } from '../../src/auth/adapters/session.queries.js';
import { ProductReader } from '../../src/catalog/adapters/product-reader.js';
import { Catalogue } from '../../src/catalog/index.js';
import { InventoryQueries } from '../../src/inventory/adapters/inventory.queries.js';
import { StockItems } from '../../src/inventory/domain/stock-items.js';
import { OrderQueries } from '../../src/order/adapters/order.queries.js';
import { StaffOrderQueries } from '../../src/order/adapters/staff-order.queries.js';
import { Orders } from '../../src/order/domain/orders.js';
import { StockHistory } from '../../src/inventory/index.js';
import { Sales } from '../../src/order/index.js';
import { Takings } from '../../src/payment/index.js';
import { Payments } from '../../src/payment/domain/payments.js';
import { ReportQueries } from '../../src/reporting/adapters/report.queries.js';
import { UserDirectory } from '../../src/user/index.js';
import { createMysqlDatabase, testDatabaseUrl } from '../support/databases.js';
import * as shop from '../support/large-shop.js';
import { RunningShop } from '../properties/shop/running-shop.js';

interface Sent {
  readonly sql: string;
  readonly values: unknown[];
}

/** One table of a plan, as EXPLAIN tells it. */
interface Step {
  readonly table: string | null;
  readonly type: string | null;
  readonly key: string | null;
  readonly rows: unknown;
  readonly Extra: string | null;
}

/** Rows that may be read or sorted without an index: a list a page is made of, or a table that stays small. */
const FEW = 200;
const READS = /^\s*(SELECT|UPDATE|DELETE)\b/i;

/** Runs on MySQL and MariaDB alone: what SQLite makes of a statement says nothing about them. */
(testDatabaseUrl === undefined ? describe.skip : describe)('a hot query of a shop with 100,000 orders', () => {
  let dropDatabase: () => Promise<void>;
  let running: RunningShop;
  beforeAll(async () => {
    const { url, drop } = await createMysqlDatabase();
    dropDatabase = drop;
    running = await RunningShop.start(url);
    await shop.fillLargeShop(url);
  });
  afterAll(async () => {
    await running.close();
    await dropDatabase();
  });

  /** What reached the database meanwhile, whichever way it took through the code. */
  const statementsOf = async (work: () => Promise<unknown>) => {
    const query = jest.spyOn(PoolConnection.prototype, 'query');
    await work();
    const sent = (query.mock.calls as unknown as [string | Sent, unknown[]?][]).map(([asked, values = []]) =>
      typeof asked === 'string' ? { sql: asked, values } : asked,
    );
    query.mockRestore();
    return sent.filter(({ sql }) => READS.test(sql));
  };
  const planOf = ({ sql, values }: Sent) => running.get(DataSource).query<Step[]>(`EXPLAIN ${sql}`, values);

  const me = shop.regular;
  const some = (of: (n: number) => string, count = 10) => Array.from({ length: count }, (_, n) => of(150 * n + 7));
  const late = shop.orderId(90_000);
  const page = (after: string | null = null) => ({ limit: 20, after, offset: null });
  const when = new Date('2026-06-01T00:00:00.000Z');
  const day = BeijingDay.of(new Date('2026-01-20T00:00:00.000Z'));
  const taking = { paymentId: shop.orderId(1), orderId: shop.orderId(1), paidAt: day.at(9, 0) };
  const orders = () => running.get(Orders);
  const mine = () => running.get(OrderQueries);
  const listOf = (customerId: string) => mine().list(customerId, undefined, page());
  const staff = () => running.get(StaffOrderQueries);
  const goods = () => running.get(ProductReader);
  const identities = () => running.get(Identities);
  const sessions = () => running.get(Sessions);
  const key = { owner: me, route: 'POST /orders', key: `K${'4711'.padStart(25, '0')}`, fingerprint: 'f' };
  const renewals = () =>
    some(shop.customerId, 64).map((userId) => ({ userId, unionAccount: null, sessionKey: 'sealed', answeredAt: when }));

  const queries: [string, () => Promise<unknown>][] = [
    ['my orders', () => mine().list(me, undefined, page())],
    ['my orders, a later page', () => mine().list(me, undefined, page(shop.orderId(50_000)))],
    ['my orders in one status', () => mine().list(me, 'COMPLETED', page())],
    ['my orders in one status, a later page', () => mine().list(me, 'COMPLETED', page(late))],
    ['my orders, for several shoppers', () => Promise.all(some(shop.customerId, 8).map(listOf))],
    ['one of my orders', () => mine().view(shop.orderId(4_711), me)],
    ['an order that is to change', () => orders().change(late, () => undefined)],
    ['how many orders people have not paid for', () => orders().countUnpaid(some(shop.customerId, 64))],
    ['orders whose time is over', () => orders().claimExpired(50, when, when)],
    ['orders shipped long ago', () => orders().shippedBefore(when, 50)],
    ['orders that exist', () => orders().existing(some(shop.orderId))],
    ['orders for staff', () => staff().list({}, page())],
    ['orders for staff, a later page', () => staff().list({}, page(late))],
    ['orders for staff in one status', () => staff().list({ status: 'PAID' }, page(late))],
    ['an order that staff look for', () => staff().list({ q: 'SF4711' }, page())],
    ['refunds for staff in one status', () => staff().refunds('REQUESTED', page())],
    ['refunds for staff', () => staff().refunds(undefined, page())],
    ['a page of products', () => goods().list({}, true, { count: 21, after: null })],
    ['a later page of products', () => goods().list({}, true, { count: 21, after: shop.productId(900) })],
    ['a page of a category', () => goods().list({ categoryId: `G${'3'.padStart(25, '0')}` }, true, { count: 21 })],
    ['one product', () => goods().find(shop.productId(7))],
    ['what is ordered, with its price', () => running.get(Catalogue).offers(some(shop.skuId))],
    ['units for sale', () => running.get(InventoryQueries).available(some(shop.skuId))],
    ['stock that is taken', () => running.get(StockItems).change(some(shop.skuId), () => undefined)],
    ['movements of a SKU', () => running.get(InventoryQueries).movements(shop.skuId(7), page())],
    ['a session', () => running.get(LiveSessions).find(shop.sessionId(4_711))],
    ['the sessions of a user', () => running.get(SessionQueries).liveOf(me, '')],
    ['the sessions of a user who is signed out everywhere', () => sessions().revokeAll(me, when)],
    ['those who sign in', () => identities().usersOf(some(shop.accountOf, 64))],
    ['what changes for those who signed in', () => identities().renew(...renewals())],
    ['the identity of a user', () => identities().find(me)],
    ['profiles of those who sign in', () => running.get(UserDirectory).findProfiles(some(shop.customerId, 64))],
    ['data keys', () => Promise.all(some(shop.customerId).map((id) => running.get(DataKeys).find(id)))],
    ['what an idempotency key made', () => running.get(Idempotency).resourceOf(key)],
    ['the attempts to pay for an order', () => running.get(Payments).ofOrder(late)],
    ['payments to ask about', () => running.get(Payments).claimUnsettled(50, when)],
    ['events that are due', () => running.get(OutboxPoller).poll()],
    ['dead events', () => running.get(EventLog).list('dead', page())],
    ['what metrics tell of the database', () => metrics.families()],
    ['new revocations', () => running.get(Revocations).poll()],
    ['how many payments and refunds a day had', () => running.get(Takings).count(day)],
    ['payments of a day', () => running.get(Takings).payments(day, null, 100)],
    ['payments of a day, a later page', () => running.get(Takings).payments(day, taking, 100)],
    [
      'refunds of a day, a later page',
      () => running.get(Takings).refunds(day, { refundId: late, amountFen: 1, refundedAt: day.at(9, 0) }, 500),
    ],
    [
      'what payments of a day paid for',
      () =>
        running.get(Sales).paidBy(
          some(shop.orderId, 100).map((orderId) => ({ ...taking, orderId })),
          day,
          taking,
        ),
    ],
    ['SKUs that ran out on a day', () => running.get(StockHistory).stockOuts(day, shop.skuId(100), 50)],
    ['reports', () => running.get(ReportQueries).list(page())],
    ['the audit log', () => running.get(AuditQueries).list({}, page())],
  ];

  it.each(queries)('(%s) scans no table and sorts nothing', async (_query, work) => {
    const statements = await statementsOf(work);
    expect(statements).not.toEqual([]);
    for (const statement of statements) {
      const plan = await planOf(statement);
      expect({ sql: statement.sql, wrong: plan.filter(isWrong) }).toEqual({ sql: statement.sql, wrong: [] });
    }
  });

  it('would be refused if it did', async () => {
    for (const sql of [
      'SELECT id FROM orders WHERE total_fen = 7',
      'SELECT id FROM orders ORDER BY total_fen LIMIT 9',
    ]) {
      expect((await planOf({ sql, values: [] })).filter(isWrong)).not.toEqual([]);
    }
  });
});

function isWrong({ type, rows, Extra }: Step): boolean {
  const scans = type === 'ALL' || type === 'index';
  const sorts = Extra?.includes('filesort') ?? false;
  return (scans || sorts) && Number(rows) > FEW;
}
