import { createConnection } from 'mysql2/promise';

/** Rows of the largest table; the others are in proportion. */
export const ORDERS = 100_000;
const CUSTOMERS = 10_000;
const PRODUCTS = 2_000;
const SKUS = 2 * PRODUCTS;
/** Somebody who has ordered this often beside everybody's ten times. */
const REGULAR = { customer: 4_711, orders: 2_000 };
const OF_REGULAR = ORDERS - REGULAR.orders;

const idOf = (letter: string, n: number) => `${letter}${String(n).padStart(25, '0')}`;

/** Ids of the shop's n-th customer, order and so on: of the form and the length of real ones, in order of age. */
export const customerId = (n: number) => idOf('C', n);
export const orderId = (n: number) => idOf('R', n);
export const regular = idOf('C', REGULAR.customer);
export const skuId = (n: number) => idOf('S', n);
export const productId = (n: number) => idOf('P', n);
export const sessionId = (n: number) => idOf('E', n);
export const accountOf = (n: number) => `oAccount-${n}`;

const id = (letter: string, n = 'n') => `CONCAT('${letter}', LPAD(${n}, 25, '0'))`;
const at = (time: string) => `TIMESTAMPADD(SECOND, ${time}, '2026-01-01')`;

/** The columns of each table with what makes their values out of n, which counts from 0; `rows` is how many. */
const TABLES: readonly (readonly [table: string, rows: number, columns: Readonly<Record<string, string>>])[] = [
  [
    'users',
    CUSTOMERS,
    { id: id('C'), nickname: "'微信用户'", avatar_url: "''", version: '1', created_at: at('n * 60') },
  ],
  ['user_addresses', CUSTOMERS, { id: id('A'), user_id: id('C'), content: "'sealed'", is_default: '1' }],
  ['wechat_identities', CUSTOMERS, { user_id: id('C'), account: "CONCAT('oAccount-', n)", answered_at: at('n') }],
  ['data_keys', CUSTOMERS, { id: id('C'), key_id: "'k1'", wrapped: "'wrapped'", created_at: at('n') }],
  ['user_blocks', 100, { user_id: id('C', 'n * 97'), reason: "'sealed'", blocked_by: id('Z'), at: at('n') }],
  [
    'sessions',
    3 * CUSTOMERS,
    {
      id: id('E'),
      user_id: id('C', `n % ${CUSTOMERS}`),
      account: `CONCAT('oAccount-', n % ${CUSTOMERS})`,
      user_agent: "'MicroMessenger'",
      ip: "'203.0.113.7'",
      created_at: at('n * 60'),
      last_seen_at: at('n * 60'),
      family_digest: "'family'",
      secret_digest: "'secret'",
      expires_at: at('n * 60 + 200 * 86400'),
    },
  ],
  ['categories', 10, { id: id('G'), name: "'茶'", sort: 'n' }],
  [
    'products',
    PRODUCTS,
    {
      id: id('P'),
      name: "'龙井'",
      description: "''",
      searchable: "'龙井'",
      image_url: "''",
      price_fen: '100 + n',
      category_id: id('G', 'n % 10'),
      on_shelf: '1',
      shown: 'n % 10 > 0',
    },
  ],
  [
    'skus',
    SKUS,
    {
      id: id('S'),
      product_id: id('P', 'n DIV 2'),
      position: 'n % 2',
      name: "'250 克'",
      attributes: "'{}'",
      price_fen: '100 + n',
      on_shelf: '1',
    },
  ],
  ['stock_items', SKUS, { sku_id: id('S'), available: '1000', reserved: '0', sold: '0' }],
  [
    'stock_movements',
    ORDERS / 2,
    {
      id: id('M'),
      sku_id: id('S', `n % ${SKUS}`),
      type: "'sold'",
      quantity: '1',
      order_id: id('R'),
      moved_at: at('n'),
    },
  ],
  [
    'stock_reservations',
    ORDERS / 2,
    { order_id: id('R'), status: "'sold'", reserved_lines: "'[]'", changed_at: at('n') },
  ],
  [
    'orders',
    ORDERS,
    {
      id: id('R'),
      customer_id: id('C', `IF(n < ${OF_REGULAR}, n % ${CUSTOMERS}, ${REGULAR.customer})`),
      goods_fen: '100',
      freight_fen: '0',
      total_fen: '100',
      status: `CASE WHEN n % 50 < 30 THEN 'COMPLETED' WHEN n % 50 < 40 THEN 'CANCELLED' WHEN n % 50 < 45 THEN 'SHIPPED'
        WHEN n % 50 < 48 THEN 'PAID' WHEN n % 50 < 49 THEN 'REFUNDED' ELSE 'CREATED' END`,
      discount_fen: '0',
      created_at: at(`n * 60`),
      expires_at: at(`n * 60 + 1800`),
      shipped_at: `CASE WHEN n % 50 < 30 OR n % 50 BETWEEN 40 AND 44 THEN ${at('n * 60 + 9000')} END`,
      tracking_no: "CONCAT('SF', n)",
      version: '1',
    },
  ],
  [
    'order_lines',
    2 * ORDERS,
    {
      order_id: id('R', 'n DIV 2'),
      line_no: 'n % 2',
      sku_id: id('S', `n % ${SKUS}`),
      product_name: "'龙井'",
      sku_name: "'250 克'",
      image_url: "''",
      unit_price_fen: '50',
      quantity: '1',
    },
  ],
  [
    'order_refunds',
    ORDERS / 20,
    {
      id: id('F'),
      order_id: id('R', 'n * 20'),
      payment_id: id('Y', 'n * 20'),
      amount_fen: '100',
      status: "CASE WHEN n % 50 = 0 THEN 'REQUESTED' ELSE 'SUCCEEDED' END",
      created_at: at('n * 60'),
    },
  ],
  [
    'payments',
    ORDERS / 2,
    {
      id: id('Y'),
      attempt_no: id('Y'),
      order_id: id('R'),
      customer_id: id('C', `n % ${CUSTOMERS}`),
      account: `CONCAT('oAccount-', n % ${CUSTOMERS})`,
      amount_fen: '100',
      status: "'SUCCEEDED'",
      checks: '0',
      transaction_id: id('T'),
      paid_at: at('n * 60'),
      expires_at: at('n * 60'),
      created_at: at('n * 60'),
      next_check_at: `CASE WHEN n % 500 = 0 THEN ${at('n * 60')} END`,
      version: '1',
    },
  ],
  [
    'outbox',
    ORDERS,
    {
      id: id('V'),
      type: "'order.placed'",
      aggregate_id: id('R', 'n DIV 2'),
      sequence: 'n % 2',
      payload: "'{}'",
      status: "CASE WHEN n % 500 = 0 THEN 'pending' WHEN n % 900 = 1 THEN 'dead' ELSE 'delivered' END",
      attempts: '1',
      available_at: at('n'),
      created_at: at('n'),
      delivered_at: at('n'),
    },
  ],
  [
    'idempotency_keys',
    ORDERS,
    {
      owner_id: id('C', `n % ${CUSTOMERS}`),
      route: "'POST /orders'",
      idem_key: id('K'),
      fingerprint: "'f'",
      resource_id: id('R'),
      created_at: at('n * 60'),
    },
  ],
  [
    'audit_log',
    ORDERS,
    {
      id: id('L'),
      type: "CASE WHEN n % 2 THEN 'auth.login' ELSE 'key.used' END",
      actor_kind: "'shopper'",
      actor_id: id('C', `n % ${CUSTOMERS}`),
      subject: id('C', `n % ${CUSTOMERS}`),
      at: at('n'),
      facts: "'{}'",
    },
  ],
  ['revocations', 5_000, { epoch: 'n + 1', subject: "CONCAT('user:', n)", at: at('n') }],
];

/** Fills a migrated database as a shop of some years has it, with a statement a table. */
export async function fillLargeShop(databaseUrl: string): Promise<void> {
  const connection = await createConnection({ uri: databaseUrl, timezone: 'Z' });
  const run = (sql: string) => connection.query(sql);
  const digit = `(SELECT ${[...'0123456789'].join(' AS d UNION ALL SELECT ')})`;
  const digits = ['a', 'b', 'c', 'd', 'e'].map((name) => `${digit} ${name}`).join(', ');
  await run('SET foreign_key_checks = 0, unique_checks = 0');
  await run('CREATE TABLE numbers (n INT NOT NULL PRIMARY KEY)');
  await run(`INSERT INTO numbers SELECT a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d FROM ${digits}`);
  await run(`INSERT INTO numbers SELECT n + ${ORDERS} FROM numbers`);
  for (const [table, rows, columns] of TABLES) {
    const [names, values] = [Object.keys(columns), Object.values(columns)];
    await run(`DELETE FROM ${table}`);
    await run(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM numbers WHERE n < ${rows}`);
    await run(`ANALYZE TABLE ${table}`);
  }
  await run('UPDATE revocation_epoch SET epoch = 5000');
  await run('DROP TABLE numbers');
  await connection.end();
}
