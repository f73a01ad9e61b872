import type { Database } from '#platform/database';
import { eventsSchema } from '#platform/events';
import { inventorySchema } from '../../src/inventory/adapters/schema.js';
import { orderSchema } from '../../src/order/adapters/schema.js';
import { paymentSchema } from '../../src/payment/adapters/schema.js';
import { openSqlite, type OpenDatabase } from './databases.js';
import { assertInvariants } from './invariants.js';

const AT = '2026-01-01 00:00:00.000';
const NOW = new Date('2026-01-01T00:10:00.000Z');
const WECHAT = {
  transactions: [{ outTradeNo: 'Ppay', transactionId: 'T1', totalFen: 300 }],
  refunds: [],
};

/** A SKU of ten units; three are paid for, two wait for their money, one went back to the shelf. */
const SHOP = [
  `INSERT INTO stock_items VALUES ('sku', 5, 2, 3)`,
  ...[
    ['m1', 'initial', 9, null],
    ['m2', 'adjusted', 1, null],
    ['m3', 'reserved', -3, 'paid'],
    ['m4', 'sold', 0, 'paid'],
    ['m5', 'reserved', -2, 'open'],
    ['m6', 'reserved', -1, 'off'],
    ['m7', 'released', 1, 'off'],
  ].map(([id, type, quantity, order]) => {
    const orderId = order === null ? 'NULL' : `'${order}'`;
    return `INSERT INTO stock_movements VALUES ('${id}', 'sku', '${type}', ${quantity}, ${orderId}, NULL, '${AT}')`;
  }),
  ...[
    ['paid', 'PAID', 'sold', 3, `'pay'`],
    ['open', 'CREATED', 'reserved', 2, 'NULL'],
    ['off', 'CANCELLED', 'released', 1, 'NULL'],
  ].flatMap(([id, status, held, quantity, payment]) => [
    `INSERT INTO orders (id, customer_id, status, goods_fen, freight_fen, discount_fen, total_fen, created_at, expires_at,
       payment_id, version) VALUES ('${id}', 'c', '${status}', 300, 0, 0, 300, '${AT}', '2026-01-01 00:30:00.000', ${payment}, 1)`,
    `INSERT INTO stock_reservations VALUES ('${id}', '${held}', '[{"skuId":"sku","quantity":${quantity}}]', '${AT}')`,
    `INSERT INTO outbox VALUES ('e-${id}', 'order.placed', '${id}', 1, '{}', 'delivered', 0, '${AT}', NULL, '${AT}', '${AT}', NULL)`,
  ]),
  `INSERT INTO payments VALUES ('pay', 'Ppay', 'paid', NULL, 'c', 'o', 300, 'succeeded', NULL, NULL, 'T1', '${AT}', '${AT}',
     NULL, 0, '${AT}', 1)`,
];
const payment = (id: string, order: string, transaction: string) =>
  `INSERT INTO payments VALUES ('${id}', 'P${id}', '${order}', NULL, 'c', 'o', 300, 'succeeded', NULL, NULL, ${transaction},
     '${AT}', '${AT}', NULL, 0, '${AT}', 1)`;
const refund = (id: string, order: string, from: string, status: string, fen: number) => [
  `INSERT INTO order_refunds VALUES ('${id}', '${order}', '${from}', '${status}', ${fen}, NULL, NULL, '${AT}')`,
  `INSERT INTO payment_refunds (id, order_id, payment_id, amount_fen, status, checks, created_at, version)
     VALUES ('${id}', '${order}', '${from}', ${fen}, '${status.toLowerCase()}', 0, '${AT}', 1)`,
];

const PLANTS: readonly [what: string, says: RegExp, ...statements: string[]][] = [
  ['a unit that came from nowhere', /I1 SKU sku: available is 6 and/, 'UPDATE stock_items SET available = 6'],
  ['a unit reserved for nobody', /I1 SKU sku: reserved is 3 and/, 'UPDATE stock_items SET available = 4, reserved = 3'],
  [
    'a ledger line written twice',
    /I1 the sold order paid moved/,
    `INSERT INTO stock_movements VALUES ('m8', 'sku', 'sold', 0, 'paid', NULL, '${AT}')`,
  ],
  ['a ledger line that is missing', /I1 the released order off moved/, `DELETE FROM stock_movements WHERE id = 'm7'`],
  [
    'a second transaction kept by nobody',
    /I2 payment pay2 of the PAID order paid neither/,
    payment('pay2', 'paid', `'T2'`),
  ],
  ['money for a cancelled order', /I2 payment pay3 of the CANCELLED order off neither/, payment('pay3', 'off', `'T3'`)],
  [
    'money that goes back in part only',
    /I2 .* does not go back in full/,
    payment('pay3', 'off', `'T3'`),
    ...refund('pay3', 'off', 'pay3', 'PROCESSING', 299),
  ],
  [
    'an order that is paid and whose money goes back by itself',
    /I2 .* pays for it and goes back/,
    ...refund('pay', 'paid', 'pay', 'PROCESSING', 300),
  ],
  [
    'more money back than came',
    /I2 more goes back from payment pay/,
    ...refund('r1', 'paid', 'pay', 'PROCESSING', 200),
    ...refund('r2', 'paid', 'pay', 'PROCESSING', 101),
  ],
  [
    'an order refunded in full that does not know',
    /I2 order paid of 300 fen is PAID, and 300/,
    ...refund('r1', 'paid', 'pay', 'SUCCEEDED', 300),
  ],
  [
    'an approved refund that nobody sends',
    /I2 refund r1 is APPROVED and nobody/,
    refund('r1', 'paid', 'pay', 'APPROVED', 1)[0] ?? '',
  ],
  [
    'two opinions of a refund',
    /I2 refund r1 is processing, and its order's is SUCCEEDED/,
    ...refund('r1', 'paid', 'pay', 'PROCESSING', 1),
    `UPDATE order_refunds SET status = 'SUCCEEDED'`,
  ],
  [
    'an order paid by nothing',
    /I2 order open is PAID, its payment null/,
    `UPDATE orders SET status = 'PAID' WHERE id = 'open'`,
  ],
  [
    'stock kept for a cancelled order',
    /I2 the stock of the CANCELLED order open is reserved/,
    `UPDATE orders SET status = 'CANCELLED' WHERE id = 'open'`,
  ],
  [
    'an event that nobody was told of',
    /I3 event e-open .* pending/,
    `UPDATE outbox SET status = 'pending' WHERE id = 'e-open'`,
  ],
  ['an event that died', /I3 event e-open .* dead/, `UPDATE outbox SET status = 'dead' WHERE id = 'e-open'`],
  ['an event told twice', /I3 order.placed of paid was told 3 times/, `UPDATE outbox SET aggregate_id = 'paid'`],
  [
    'an order that was answered and lost',
    /I3 open was answered and is not there/,
    `DELETE FROM orders WHERE id = 'open'`,
  ],
  [
    'an order that held its stock for too long',
    /I4 order open still holds stock/,
    `UPDATE orders SET expires_at = '2026-01-01 00:08:59.000' WHERE id = 'open'`,
  ],
  ['a transaction that only WeChat knows', /I2 WeChat was paid for Ppay/, `UPDATE payments SET transaction_id = 'T9'`],
  [
    'a refund that only we believe in',
    /I2 refund r1 succeeded here and is unknown at WeChat/,
    ...refund('r1', 'paid', 'pay', 'SUCCEEDED', 1),
  ],
];

describe('the invariants of money and stock', () => {
  let opened: OpenDatabase;
  let database: Database;
  beforeEach(async () => {
    opened = await openSqlite([inventorySchema, orderSchema, paymentSchema, eventsSchema]);
    database = opened.database;
    for (const statement of SHOP) await database.execute(statement);
  });
  afterEach(() => opened.close());

  const check = () => assertInvariants(database, { wechat: WECHAT, answered: { orders: ['open', 'paid'] }, now: NOW });

  it('hold in a shop where all is well', () => expect(check()).resolves.toBeUndefined());

  it.each(PLANTS)('are violated by %s', async (_, says, ...statements) => {
    for (const statement of statements) await database.execute(statement);
    await expect(check()).rejects.toThrow(says);
  });

  it('leave out what is still on its way when asked to', async () => {
    await database.execute(`UPDATE outbox SET status = 'pending' WHERE id = 'e-open'`);
    await database.execute(payment('pay3', 'off', `'T3'`));
    await expect(assertInvariants(database, { settled: false, now: NOW })).resolves.toBeUndefined();
  });
});
