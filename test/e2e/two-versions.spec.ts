import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { settled } from '../faults/support/settled.js';
import { Api } from '../support/api.js';
import { ApiDocument } from '../support/api-document.js';
import { changeDatabase, databaseRows } from '../support/database-rows.js';
import { assertInvariants } from '../support/invariants.js';
import { PreviousVersion, previousCommit } from '../support/previous-version.js';
import { MYSQL, Shop } from '../support/shop.js';
import { OWNER } from '../support/shop-process.js';
import { eventually } from '../support/until.js';
import type { Login, Order, PaymentArguments, Refund, Stock } from '../support/views.js';

const SHIPMENT = { carrier: '中通快递', trackingNo: 'ZT0123456789' };
const PERSON = {
  recipient: '黄药师',
  phone: '13912345678',
  province: '浙江省',
  city: '舟山市',
  district: '普陀区',
  detail: '桃花岛 1 号',
};
const OLDER = 0;
const NEWER = 1;
const BOTH_WAYS = [
  ['the previous version', OLDER, NEWER],
  ['this version', NEWER, OLDER],
] as const;

const run = promisify(execFile);
/** Both versions, each asked in its own words, in a shop with goods and a shopper. */
class TwoVersions {
  private constructor(
    readonly shop: Shop,
    readonly skuId: string,
    private readonly documents: readonly ApiDocument[],
    private readonly token: string,
    private readonly cookie: string | undefined,
  ) {}

  /** A shop of the previous version that this one migrates while it serves; then both serve. */
  static async open(previous: string): Promise<TwoVersions> {
    const shop = await Shop.open({ stack: MYSQL, processes: 1, checkout: previous });
    const { skuId } = await shop.product(1_000);
    const { accessToken } = await shop.logIn('oOfTwoVersions');
    await shop.api.as({ token: accessToken }).post('/users/me/addresses', { ...PERSON, isDefault: true });
    const signedIn = await shop.api.post('/auth/staff/login', OWNER);
    const migrated = await shop.run('migrate');
    if (migrated.code !== 0) throw new Error(migrated.stderr.join('\n'));
    await shop.replace(NEWER);
    const documents = await Promise.all(shop.urls.map((url) => ApiDocument.of(url)));
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0];
    return new TwoVersions(shop, skuId, documents, accessToken, cookie);
  }

  shopper(version: number): Api {
    return this.ask(version).as({ token: this.token });
  }

  staff(version: number): Api {
    return this.ask(version).as({ cookie: this.cookie });
  }

  ask(version: number): Api {
    const document = this.documents[version];
    if (!document) throw new Error(`There is no version ${version}`);
    return new Api(() => [this.shop.urls[version] ?? ''], document);
  }

  async place(version: number, key = randomUUID()): Promise<Order> {
    return (await this.shopper(version).post<Order>('/orders', { items: [{ skuId: this.skuId, quantity: 2 }] }, key))
      .data;
  }

  /** The payment is begun, and found, by this version: WeChat notifies neither. */
  async pay(version: number, id: string): Promise<Order> {
    const sheet = await this.shopper(version).post<PaymentArguments>(`/orders/${id}/payment`);
    await this.shop.wechat.pay({ ...sheet.data, notify: false });
    await this.shopper(version).post(`/orders/${id}/payment/sync`);
    return this.once(version, id, 'PAID');
  }

  async once(version: number, id: string, status: string): Promise<Order> {
    return eventually(
      async () => (await this.shopper(version).get<Order>(`/orders/${id}`)).data,
      (order) => order.status === status,
    );
  }

  async stock(version: number): Promise<Stock> {
    return (await this.staff(version).get<Stock>(`/admin/stock/${this.skuId}`)).data;
  }
}

const commit = MYSQL.isThere ? previousCommit('two versions on one database') : null;

(commit === null ? describe.skip : describe)('the previous version and this one, on one database', () => {
  let previous: PreviousVersion;
  let two: TwoVersions;
  beforeAll(async () => {
    previous = new PreviousVersion(commit ?? '');
    two = await TwoVersions.open(previous.folder);
  });
  afterAll(async () => {
    await two?.shop.close();
    previous?.remove();
  });

  it('the previous version starts on a schema that is ahead of it', async () => {
    await two.shop.server(OLDER).stop();
    await two.shop.replace(OLDER, {}, previous.folder);
    expect((await two.shopper(OLDER).get('/users/me')).status).toBe(200);
  });

  it.each(BOTH_WAYS)('an order is placed at %s and lives on at the other', async (_, one, other) => {
    const key = randomUUID();
    const { id, address, totalFen } = await two.place(one, key);
    // The same request, repeated at the other version, is the same order, whose address either can open.
    expect(await two.place(other, key)).toMatchObject({ id, address: { recipient: PERSON.recipient }, totalFen });
    expect(address).toMatchObject({ recipient: PERSON.recipient });
    await two.pay(other, id);
    await two.once(one, id, 'PAID');
    await two.staff(one).post(`/admin/orders/${id}/shipment`, SHIPMENT);
    const asked = await two.shopper(one).post<Refund>(`/orders/${id}/refunds`, { reason: '碎了' }, randomUUID());
    await two.staff(other).post(`/admin/refunds/${asked.data.id}/approval`);
    await two.once(one, id, 'REFUNDED');
  });

  it.each(BOTH_WAYS)('an order of %s is cancelled at the other, and its stock is free', async (_, one, other) => {
    const { id } = await two.place(one);
    const before = await two.stock(one);
    await two.shopper(other).post(`/orders/${id}/cancel`);
    await eventually(
      () => two.stock(one),
      ({ available }) => available === before.available + 2,
    );
  });

  it.each(BOTH_WAYS)(
    'who signed in at %s renews the session at the other, and is signed out at both',
    async (_, one, other) => {
      const { code } = two.shop.wechat.login({ openid: 'oOfTwoSessions' });
      const login = (await two.ask(one).post<Login>('/auth/wechat/login', { code })).data;
      const { refreshToken } = login;
      const renewed = (await two.ask(other).post<Login>('/auth/token/refresh', { refreshToken })).data;
      const token = renewed.accessToken;
      expect((await two.ask(one).as({ token }).get('/users/me')).status).toBe(200);
      await two.ask(other).as({ token }).post('/auth/logout');
      await eventually(
        async () => (await two.ask(one).as({ token }).get('/users/me')).code,
        (answered) => answered === 1103,
      );
    },
  );

  it.each(BOTH_WAYS)('what %s wrote to the outbox before it was killed, the other delivers', async (_, one, other) => {
    const { id } = await two.place(one);
    const before = await two.stock(other);
    const lock = await createConnection({ uri: two.shop.databaseUrl });
    try {
      // Selling the stock has to wait, so that the event cannot be delivered yet.
      await lock.query('BEGIN');
      await lock.query('SELECT * FROM stock_items WHERE sku_id = ? FOR UPDATE', [two.skuId]);
      await two.pay(one, id);
      await two.shop.server(one).kill();
    } finally {
      await lock.end();
    }
    await eventually(
      () => two.stock(other),
      ({ sold }) => sold === before.sold + 2,
    );
    const handled = "SELECT status FROM outbox WHERE aggregate_id = ? AND type = 'order.paid'";
    await eventually(
      () => databaseRows<{ status: string }>(two.shop.databaseUrl, handled, [id]),
      (rows) => rows.length === 1 && rows[0]?.status === 'delivered',
    );
    await two.shop.replace(one, {}, one === OLDER ? previous.folder : undefined);
  });

  it('both play the whole journey of their own demo at the same time', async () => {
    const play = (version: number, checkout: string) =>
      run(process.execPath, [join(checkout, 'scripts/demo.mjs')], {
        cwd: checkout,
        env: {
          PATH: process.env['PATH'],
          BASE_URL: two.shop.urls[version],
          WECHAT_SIMULATOR_URL: two.shop.wechat.url,
          STAFF_BOOTSTRAP_USERNAME: OWNER.username,
          STAFF_BOOTSTRAP_PASSWORD: OWNER.password,
        },
      });
    const played = await Promise.all([play(OLDER, previous.folder), play(NEWER, join(__dirname, '../..'))]);
    for (const { stdout } of played) expect(stdout).toContain('迟到的付款');
  });

  it('leaves books that add up, and nothing undelivered', async () => {
    await settled(two.shop);
    await assertInvariants(two.shop.databaseUrl, { wechat: two.shop.wechat.state() });
    const dead = "SELECT type, last_error FROM outbox WHERE status = 'dead'";
    expect(await databaseRows(two.shop.databaseUrl, dead)).toEqual([]);
  });
});

(MYSQL.isThere ? describe : describe.skip)('this version on the schema of one that is yet to come', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ stack: MYSQL, processes: 1 });
  });
  afterAll(() => shop?.close());

  it('starts and serves with migrations, tables, columns and indexes it knows nothing of', async () => {
    const url = shop.databaseUrl;
    const names = `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()`;
    const tables = (await databaseRows<{ name: string }>(url, names)).map(({ name }) => name);
    expect(tables).toContain('orders');
    await changeDatabase(
      url,
      `INSERT INTO schema_migrations (timestamp, name) VALUES (9999999999999, 'ToCome9999999999999')`,
    );
    await changeDatabase(url, 'CREATE TABLE to_come (id int NOT NULL PRIMARY KEY)');
    for (const table of tables.filter((name) => name !== 'schema_migrations')) {
      await changeDatabase(
        url,
        `ALTER TABLE ${table} ADD COLUMN to_come varchar(64) NULL, ADD COLUMN counted int NOT NULL DEFAULT 7, ADD INDEX ix_to_come (to_come)`,
      );
    }
    await shop.stop();
    await shop.start(2);
    const { skuId } = await shop.product(10);
    const shopper = await shop.shopper('oOfTomorrow');
    await shopper.post('/users/me/addresses', { ...PERSON, isDefault: true });
    const { id } = (await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 2 }] }, randomUUID())).data;
    await shop.pay(shopper, id);
    await eventually(
      async () => (await shopper.get<Order>(`/orders/${id}`)).data.status,
      (status) => status === 'PAID',
    );
    await settled(shop);
    await assertInvariants(url, { wechat: shop.wechat.state(), answered: { orders: [id] } });
  });
});
