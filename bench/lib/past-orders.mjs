import { createConnection } from 'mysql2/promise';

const CHUNK = 100_000;
const CUSTOMERS = 100_000;

const id = (letter, n = 'n') => `CONCAT('00${letter}', LPAD(${n}, 23, '0'))`;
const at = "TIMESTAMPADD(SECOND, n, '2020-01-01')";

/** Tables that grow with every order; made of n, which counts from 0. */
const TABLES = {
  orders: {
    id: id('R'),
    customer_id: id('C', `n % ${CUSTOMERS}`),
    status: "'COMPLETED'",
    goods_fen: '200',
    freight_fen: '0',
    discount_fen: '0',
    total_fen: '200',
    created_at: at,
    expires_at: at,
    shipped_at: at,
    completed_at: at,
    tracking_no: "CONCAT('SF', n)",
    version: '5',
  },
  order_lines: {
    order_id: id('R'),
    line_no: '0',
    sku_id: '@sku',
    product_name: "'Past'",
    sku_name: "'SKU'",
    image_url: "''",
    unit_price_fen: '200',
    quantity: '1',
  },
  stock_reservations: { order_id: id('R'), status: "'sold'", reserved_lines: "'[]'", changed_at: at },
  stock_movements: {
    id: id('M'),
    sku_id: '@sku',
    type: "'sold'",
    quantity: '1',
    order_id: id('R'),
    moved_at: at,
  },
  payments: {
    id: id('Y'),
    attempt_no: id('Y'),
    order_id: id('R'),
    customer_id: id('C', `n % ${CUSTOMERS}`),
    account: "'o'",
    amount_fen: '200',
    status: "'SUCCEEDED'",
    transaction_id: id('T'),
    paid_at: at,
    expires_at: at,
    checks: '1',
    created_at: at,
    version: '2',
  },
};

/** Gives a shop so many completed orders of earlier years, of other customers. MySQL only. */
export async function addPastOrders(databaseUrl, count, say) {
  const connection = await createConnection({ uri: databaseUrl, timezone: 'Z' });
  try {
    await connection.query('SET unique_checks = 0, @sku = (SELECT MIN(sku_id) FROM stock_items)');
    const digits =
      '(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)';
    const places = ['a', 'b', 'c', 'd', 'e'];
    const number = places.map((place, nth) => `${10 ** nth} * ${place}.d`).join(' + ');
    await connection.query('CREATE TEMPORARY TABLE numbers (n INT NOT NULL PRIMARY KEY)');
    await connection.query(
      `INSERT INTO numbers SELECT ${number} FROM ${places.map((place) => `${digits} ${place}`).join(', ')}`,
    );
    for (let from = 0; from < count; from += CHUNK) {
      if (from > 0) await connection.query(`UPDATE numbers SET n = n + ${CHUNK} ORDER BY n DESC`);
      for (const [table, columns] of Object.entries(TABLES)) {
        const [names, values] = [Object.keys(columns), Object.values(columns)];
        await connection.query(
          `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM numbers WHERE n < ${count}`,
        );
      }
      say(`${Math.min(from + CHUNK, count)} past orders`);
    }
    await connection.query(`ANALYZE TABLE ${Object.keys(TABLES).join(', ')}`);
  } finally {
    await connection.end();
  }
}
