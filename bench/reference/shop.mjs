import { request } from 'undici';

const PROFILE_TTL_S = 300;
const ITEMS = 'SELECT order_id, sku_id, name, price_fen, quantity FROM order_items WHERE order_id IN ';

/** What the reference answers, by the tables of data.mjs. */
export class ReferenceShop {
  constructor(database, redis, wechatUrl) {
    this.database = database;
    this.redis = redis;
    this.wechatUrl = wechatUrl;
  }

  async login(code) {
    const { body } = await request(`${this.wechatUrl}/sns/jscode2session?appid=a&secret=s&js_code=${code}`);
    const { openid, session_key: sessionKey } = await body.json();
    await this.database.execute(
      `INSERT INTO users (openid, nickname, session_key, created_at) VALUES (?, 'somebody', ?, NOW(3))
       ON DUPLICATE KEY UPDATE session_key = VALUES(session_key), id = LAST_INSERT_ID(id)`,
      [openid, sessionKey],
    );
    const [[user]] = await this.database.execute('SELECT id FROM users WHERE openid = ?', [openid]);
    return user.id;
  }

  me(userId) {
    return this.#aside(`user:${userId}`, async () => {
      const [[user]] = await this.database.execute('SELECT id, nickname, created_at FROM users WHERE id = ?', [userId]);
      return user;
    });
  }

  product(id) {
    return this.#aside(`product:${id}`, async () => {
      const [[product]] = await this.database.execute('SELECT * FROM products WHERE id = ?', [id]);
      const [skus] = await this.database.execute('SELECT * FROM skus WHERE product_id = ?', [id]);
      return { ...product, skus };
    });
  }

  async products(page, size) {
    const [products] = await this.database.query('SELECT * FROM products ORDER BY id DESC LIMIT ? OFFSET ?', [
      size,
      (page - 1) * size,
    ]);
    const ids = products.map(({ id }) => id);
    const [skus] = await this.database.query('SELECT * FROM skus WHERE product_id IN (?)', [ids]);
    return products.map((product) => ({ ...product, skus: skus.filter((sku) => sku.product_id === product.id) }));
  }

  async orders(userId, size) {
    const [orders] = await this.database.query(
      'SELECT id, status, total_fen, created_at FROM orders WHERE user_id = ? ORDER BY id DESC LIMIT ?',
      [userId, size],
    );
    const ids = orders.map(({ id }) => id);
    const [items] = ids.length > 0 ? await this.database.query(`${ITEMS}(?)`, [ids]) : [[]];
    return orders.map((order) => ({ ...order, items: items.filter((item) => item.order_id === order.id) }));
  }

  async place(userId, key, items) {
    const connection = await this.database.getConnection();
    try {
      await connection.query('BEGIN');
      const sorted = [...items].sort((a, b) => a.sku_id - b.sku_id);
      const [skus] = await connection.query('SELECT id, name, price_fen FROM skus WHERE id IN (?)', [
        sorted.map((item) => item.sku_id),
      ]);
      const offers = new Map(skus.map((sku) => [sku.id, sku]));
      const total = sorted.reduce((sum, item) => sum + offers.get(item.sku_id).price_fen * item.quantity, 0);
      const [{ insertId }] = await connection.execute(
        `INSERT INTO orders (user_id, idem_key, status, total_fen, created_at) VALUES (?, ?, 'CREATED', ?, NOW(3))`,
        [userId, key, total],
      );
      for (const { sku_id: id, quantity } of sorted) {
        const [{ affectedRows }] = await connection.execute(
          'UPDATE skus SET stock = stock - ? WHERE id = ? AND stock >= ?',
          [quantity, id, quantity],
        );
        if (affectedRows === 0) throw new Error('out of stock');
      }
      const rows = sorted.map(({ sku_id: id, quantity }, at) => {
        const { name, price_fen: price } = offers.get(id);
        return [insertId, at, id, name, price, quantity];
      });
      await connection.query('INSERT INTO order_items VALUES ?', [rows]);
      await connection.query('COMMIT');
      return { id: insertId, total_fen: total, items: sorted };
    } catch (error) {
      await connection.query('ROLLBACK');
      throw error;
    } finally {
      connection.release();
    }
  }

  async #aside(key, load) {
    const cached = await this.redis?.get(key);
    if (cached) return JSON.parse(cached);
    const value = await load();
    await this.redis?.set(key, JSON.stringify(value), { EX: PROFILE_TTL_S });
    return value;
  }
}
