// Tables of the reference, and what is in them. `seq_…` would be MariaDB's alone, so rows are made of numbers joined to themselves.

export const PRODUCTS = 2_000;
export const SHOPPERS = 500;
const ORDERS_EACH = 10;

const TABLES = [
  `CREATE TABLE users (id BIGINT PRIMARY KEY AUTO_INCREMENT, openid VARCHAR(64) NOT NULL UNIQUE, nickname VARCHAR(64) NOT NULL,
    session_key VARCHAR(64) NOT NULL, created_at DATETIME(3) NOT NULL)`,
  `CREATE TABLE products (id BIGINT PRIMARY KEY, name VARCHAR(100) NOT NULL, description VARCHAR(255) NOT NULL, image_url VARCHAR(255) NOT NULL)`,
  `CREATE TABLE skus (id BIGINT PRIMARY KEY, product_id BIGINT NOT NULL, name VARCHAR(100) NOT NULL, price_fen BIGINT NOT NULL,
    stock BIGINT NOT NULL, KEY (product_id))`,
  `CREATE TABLE orders (id BIGINT PRIMARY KEY AUTO_INCREMENT, user_id BIGINT NOT NULL, idem_key VARCHAR(64) NOT NULL, status VARCHAR(16) NOT NULL,
    total_fen BIGINT NOT NULL, created_at DATETIME(3) NOT NULL, UNIQUE (user_id, idem_key), KEY (user_id, id))`,
  `CREATE TABLE order_items (order_id BIGINT NOT NULL, line_no INT NOT NULL, sku_id BIGINT NOT NULL, name VARCHAR(100) NOT NULL,
    price_fen BIGINT NOT NULL, quantity INT NOT NULL, PRIMARY KEY (order_id, line_no))`,
];

/** Statements that make and fill everything, in their order. */
export function statements() {
  const now = 'NOW(3)';
  return [
    ...TABLES,
    'CREATE TABLE digits (d INT PRIMARY KEY)',
    'INSERT INTO digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)',
    `CREATE TABLE numbers (n BIGINT PRIMARY KEY) SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 1 AS n
      FROM digits a, digits b, digits c, digits e`,
    `INSERT INTO products SELECT n, CONCAT('Product ', n), 'A plain and honest subtitle', 'https://img.example.com/p.jpg' FROM numbers WHERE n <= ${PRODUCTS}`,
    `INSERT INTO skus SELECT n, (n + 1) DIV 2, CONCAT('SKU ', n), 100 + n, 100000000 FROM numbers WHERE n <= ${2 * PRODUCTS}`,
    `INSERT INTO users SELECT n, CONCAT('o_c', n), 'somebody', '', ${now} FROM numbers WHERE n <= ${SHOPPERS}`,
    `INSERT INTO orders (user_id, idem_key, status, total_fen, created_at)
      SELECT n, CONCAT('made-', d), 'CREATED', 300, ${now} FROM numbers, digits WHERE n <= ${SHOPPERS} AND d < ${ORDERS_EACH}`,
    `INSERT INTO order_items SELECT orders.id, d, 1 + d, 'SKU', 100, 1 + d FROM orders, digits WHERE d < 2`,
  ];
}
