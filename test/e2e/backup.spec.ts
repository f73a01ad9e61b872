import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settled } from '../faults/support/settled.js';
import type { Api } from '../support/api.js';
import { createMysqlDatabase, testDatabaseUrl } from '../support/databases.js';
import { changeDatabase, databaseRows } from '../support/database-rows.js';
import { assertInvariants } from '../support/invariants.js';
import { findProgram } from '../support/programs.js';
import { BASICS, type Environment } from '../support/shop-process.js';
import { MYSQL, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Grant, Login, Order, PaymentArguments, Refund } from '../support/views.js';

const ROOT = join(__dirname, '../..');
const YESTERDAY = new Date(Date.now() - 86_400_000);
const DAY = new Date(YESTERDAY.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
/** Everything that a shell, a URL or an option file might take for something else. */
const PASSWORD = `p@ss: "w\\o'rd" $HOME %41#`;
const ADDRESS = {
  recipient: '张三丰',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 1 号',
};

interface Reconciliation {
  readonly status: string;
  readonly differences: readonly { readonly kind: string; readonly outTradeNo: string; readonly repaired: boolean }[];
}
interface Ran {
  readonly code: number;
  readonly output: string;
}

(MYSQL.isThere ? describe : describe.skip)('[P52, P31] a back-up of a shop that serves', () => {
  let shop: Shop;
  let other: { url: string; drop(): Promise<void> };
  let folder: string;
  let readerUrl: string;
  let reader: string;
  const admin = (sql: string) => databaseRows(new URL('/mysql', testDatabaseUrl).href, sql);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jishi-backup-'));
    [shop, other] = await Promise.all([Shop.open({ stack: MYSQL }), createMysqlDatabase()]);
    reader = `backup_${randomBytes(4).toString('hex')}`;
    const url = new URL(shop.databaseUrl);
    await admin(`CREATE USER ${reader}@'%' IDENTIFIED BY '${PASSWORD.replaceAll(/['\\]/g, '\\$&')}'`);
    await admin(`GRANT SELECT ON ${url.pathname.slice(1)}.* TO ${reader}@'%'`);
    const password = encodeURIComponent(PASSWORD).replaceAll("'", '%27');
    readerUrl = `mysql://${reader}:${password}@${url.hostname}:${url.port || 3306}${url.pathname}`;
  });
  afterAll(async () => {
    await admin(`DROP USER IF EXISTS ${reader}@'%'`);
    await shop?.close();
    await other?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const script = (name: string, environment: Environment, ...args: string[]): Promise<Ran> =>
    new Promise((done) => {
      const env = { PATH: process.env['PATH'], ...environment };
      execFile(join(ROOT, 'deploy', name), args, { cwd: tmpdir(), env }, (error, stdout, stderr) =>
        done({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
      );
    });
  const to = () => ({ BACKUP_TO: join(folder, 'shop'), BACKUP_KEYS_TO: join(folder, 'keys') });
  const backUp = (environment: Environment = {}) =>
    script('backup', { DATABASE_URL: readerUrl, ...to(), UPLOADS_PATH: join(folder, 'uploads'), ...environment });
  const latest = (kind: 'shop' | 'keys') => join(folder, kind, readdirSync(join(folder, kind)).sort().at(-1) ?? '');
  const restore = (url: string, ...args: string[]) => {
    const environment = { ...BASICS, ...shop.variables, DATABASE_URL: url, UPLOADS_PATH: join(folder, 'restored') };
    return script('restore', environment, ...args);
  };
  /** Folders are named by the second. */
  const aSecondAfter = (backup: string) =>
    eventually(
      () => new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, ''),
      (now) => !backup.includes(now),
    );
  const theBackUp = () => ['--shop', latest('shop'), '--keys', latest('keys')];

  const revision = async (url: string) =>
    Number((await databaseRows<{ revision: number }>(url, 'SELECT revision FROM catalog_revision'))[0]?.revision);
  const place = async (shopper: Api, skuId: string) =>
    (await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID())).data.id;
  const paid = async (shopper: Api, skuId: string) => {
    const id = await place(shopper, skuId);
    await shop.pay(shopper, id);
    await eventually(
      () => shopper.get<Order>(`/orders/${id}`),
      ({ data }) => data.status === 'PAID',
    );
    return id;
  };
  const payUnnoticed = async (shopper: Api, orderId: string) => {
    const { data } = await shopper.post<PaymentArguments>(`/orders/${orderId}/payment`);
    return (await shop.wechat.pay({ ...data, notify: false, successTime: YESTERDAY.toISOString() })).outTradeNo;
  };
  const reconcile = async (owner: Api) => {
    await owner.post('/admin/reconciliations', { date: DAY });
    const { data } = await eventually(
      () => owner.get<Reconciliation>(`/admin/reconciliations/${DAY}`),
      (answer) => answer.data.status === 'done',
    );
    return data.differences;
  };
  const person = async (openid: string) => {
    const login = await shop.logIn(openid);
    const api = shop.api.as({ token: login.accessToken });
    await api.post('/users/me/addresses', ADDRESS);
    return { login, api };
  };

  it('says what is missing or wrong, and repeats no password', async () => {
    expect(await script('backup', to())).toMatchObject({ code: 1, output: expect.stringMatching(/DATABASE_URL/) });
    const same = await backUp({ BACKUP_KEYS_TO: join(folder, 'shop') });
    expect(same).toMatchObject({ code: 1, output: expect.stringMatching(/BACKUP_KEYS_TO: expected another folder/) });
    const wrong = await backUp({ DATABASE_URL: readerUrl.replace('p%40ss', 'pLaNtEd') });
    expect(wrong.code).not.toBe(0);
    expect(wrong.output).not.toContain('pLaNtEd');
    expect(readdirSync(join(folder, 'shop'))).toEqual([]);
  });

  it('is restored into an empty database, in which the erased stay erased and the books agree', async () => {
    const { skuId } = await shop.product(100, 10_00);
    const owner = await shop.owner();
    const [kept, gone, goneBefore] = [await person('oKept'), await person('oGone'), await person('oGoneBefore')];
    await paid(kept.api, skuId);
    const refunded = await paid(kept.api, skuId);
    const asked = await kept.api.post<Refund>(`/orders/${refunded}/refunds`, { reason: '不想要了' }, randomUUID());
    await owner.post(`/admin/refunds/${asked.data.id}/approval`);
    await eventually(
      () => kept.api.get<Order>(`/orders/${refunded}`),
      ({ data }) => data.status === 'REFUNDED',
    );
    await goneBefore.api.delete('/users/me');
    await reconcile(owner);
    const open = await place(kept.api, skuId);
    const openTradeNo = await payUnnoticed(kept.api, open);
    mkdirSync(join(folder, 'uploads'), { recursive: true });
    writeFileSync(join(folder, 'uploads', 'tea.jpg'), 'a picture');

    const backedUp = await backUp();
    expect(backedUp).toMatchObject({ code: 0, output: expect.stringContaining('Backed up') });
    expect(backedUp.output).not.toContain('p@ss');
    expect(readdirSync(latest('shop')).sort()).toEqual(
      ['SHA256SUMS', 'erasures.jsonl', 'manifest', 'shop.sql.gz', 'uploads.tar.gz'].sort(),
    );
    expect(readdirSync(latest('keys')).sort()).toEqual(['SHA256SUMS', 'data-keys.sql.gz', 'manifest']);
    expect(statSync(join(latest('keys'), 'data-keys.sql.gz')).mode & 0o077).toBe(0);
    const ledger = (await shop.run('export-erasures')).stdout;
    expect(readFileSync(join(latest('shop'), 'erasures.jsonl'), 'utf8')).toBe(ledger);

    // Life goes on, and is lost.
    await gone.api.delete('/users/me');
    const late = await shop.logIn('oLate');
    const lost = await place(shop.api.as({ token: late.accessToken }), skuId);
    const lostTradeNo = await payUnnoticed(shop.api.as({ token: late.accessToken }), lost);
    const lateOwner = await shop.owner();
    const keptLater = await shop.api.post<Grant>('/auth/token/refresh', { refreshToken: kept.login.refreshToken });
    const erasures = join(folder, 'erasures.jsonl');
    writeFileSync(erasures, (await shop.run('export-erasures')).stdout);
    // An edge has seen a catalogue that is lost as well.
    await owner.post('/admin/categories', { name: '丢了的' });
    const seen = await revision(shop.databaseUrl);
    await shop.stop();

    const restored = await restore(other.url, ...theBackUp(), '--erasures', erasures);
    expect(restored).toMatchObject({ code: 0, output: expect.stringContaining('1 people had come back') });
    expect(readFileSync(join(folder, 'restored', 'tea.jpg'), 'utf8')).toBe('a picture');
    await shop.start(2, { DATABASE_URL: other.url });
    expect(await revision(other.url)).toBeGreaterThan(seen);

    // Who was erased, before the back-up or after it.
    expect(await databaseRows(other.url, 'SELECT id FROM users WHERE id = ?', [gone.login.user.id])).toEqual([]);
    const keys = 'SELECT id FROM data_keys WHERE destroyed_at IS NOT NULL AND wrapped IS NULL';
    const erased = (await databaseRows<{ id: string }>(other.url, keys)).map(({ id }) => id);
    expect(erased).toEqual(expect.arrayContaining([gone.login.user.id, goneBefore.login.user.id]));
    expect((await shop.logIn('oGone')).user.isNew).toBe(true);

    // Sessions of after the back-up, with copies that Redis had of them.
    for (const token of [gone.login.accessToken, late.accessToken])
      expect((await shop.api.as({ token }).get('/users/me')).status).toBe(401);
    const again = await shop.api.post<Login>('/auth/token/refresh', { refreshToken: keptLater.data.refreshToken });
    expect(again.status).toBe(401);
    expect((await lateOwner.get('/admin/orders')).status).toBe(401);
    // Who had not been erased is as before.
    const back = await shop.shopper('oKept');
    const { data } = await back.get<{ items: object[] }>('/users/me/addresses');
    expect(data.items).toEqual([expect.objectContaining({ detail: ADDRESS.detail })]);

    // What WeChat has and the shop has lost.
    const found = await reconcile(await shop.owner());
    const about = (outTradeNo: string) => found.filter((one) => one.outTradeNo === outTradeNo);
    expect(about(lostTradeNo)).toMatchObject([{ kind: 'missing-here', repaired: false }]);
    // A shop asks after its open payments by itself, and may have been the first.
    const unpaid = about(openTradeNo);
    expect(unpaid).toMatchObject(unpaid.map(() => ({ kind: 'unpaid-here', repaired: true })));
    expect(found).toHaveLength(1 + unpaid.length);
    await eventually(
      () => back.get<Order>(`/orders/${open}`),
      ({ data: order }) => order.status === 'PAID',
    );
    await settled(shop, { of: other.url });
    const books = shop.wechat.state();
    const transactions = books.transactions.filter(({ outTradeNo }) => outTradeNo !== lostTradeNo);
    await assertInvariants(other.url, { wechat: { ...books, transactions }, answered: { orders: [open, refunded] } });
  });

  it('is refused where the database is in use, not empty, or of an older version, and where it is damaged', async () => {
    const refused = async (url: string, ...more: string[]) => {
      const { code, output } = await restore(
        url,
        ...theBackUp(),
        '--erasures',
        join(folder, 'erasures.jsonl'),
        ...more,
      );
      expect(code).toBe(1);
      return output;
    };
    expect(await refused(other.url)).toContain('stop every process');
    await shop.stop();
    expect(await refused(other.url)).toContain('not empty');
    const manifest = join(latest('shop'), 'manifest');
    const whole = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, whole.replace(/^schema .*$/m, 'schema AddRobots1999999999999'));
    expect(await refused(other.url)).toContain('damaged');
    const sums = join(latest('shop'), 'SHA256SUMS');
    const correct = readFileSync(sums, 'utf8');
    await new Promise((done) =>
      execFile('bash', ['-c', 'sha256sum erasures.jsonl manifest *.gz > SHA256SUMS'], { cwd: latest('shop') }, done),
    );
    expect(await refused(other.url)).toContain('AddRobots1999999999999');
    writeFileSync(manifest, whole);
    writeFileSync(sums, correct);
    const anew = await restore(other.url, ...theBackUp(), '--erasures', join(folder, 'erasures.jsonl'), '--replace');
    expect(anew).toMatchObject({ code: 0 });
  });

  it('is restored, and told of, when its books do not agree', async () => {
    await aSecondAfter(latest('shop'));
    await changeDatabase(other.url, 'UPDATE stock_items SET sold = sold + 1');
    expect(await backUp({ DATABASE_URL: other.url })).toMatchObject({ code: 0 });
    const ended = await restore(other.url, ...theBackUp(), '--erasures', join(folder, 'erasures.jsonl'), '--replace');
    for (const kind of ['shop', 'keys'] as const) rmSync(latest(kind), { recursive: true });
    expect(ended).toMatchObject({ code: 1, output: expect.stringMatching(/SKU[^]*the books do not agree/) });
  });

  it('leaves no password behind where it cannot begin', async () => {
    const TMPDIR = join(folder, 'temporary');
    mkdirSync(TMPDIR);
    mkdirSync(join(folder, 'bin'));
    for (const name of ['bash', 'dirname', 'mkdir', 'mktemp', 'chmod', 'basename', 'rm', 'date'])
      symlinkSync(String(findProgram([name], { suite: 'back-ups', install: 'coreutils' })), join(folder, 'bin', name));
    const ended = await backUp({ PATH: join(folder, 'bin'), TMPDIR });
    expect(ended).toMatchObject({ code: 1, output: expect.stringMatching(/on the PATH/) });
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  it('of the keys goes when its time is over, and that of the rest stays', async () => {
    const [shops, keys] = [latest('shop'), latest('keys')];
    const cutOff = join(folder, 'keys', '.20260101T000000Z.partial');
    mkdirSync(cutOff);
    await new Promise((done) => execFile('touch', ['-d', '8 days ago', shops, keys, cutOff], done));
    await aSecondAfter(keys);
    expect(await backUp()).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, 'keys'))).toHaveLength(1);
    expect(readdirSync(join(folder, 'shop'))).toHaveLength(2);
  });

  it('goes when its time is over where one was set for the rest too', async () => {
    expect(await backUp({ BACKUP_KEEP_DAYS: 'week' })).toMatchObject({ code: 1 });
    const [old, newer] = readdirSync(join(folder, 'shop')).sort();
    await aSecondAfter(String(newer));
    expect(await backUp({ BACKUP_KEEP_DAYS: '7' })).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, 'shop'))).toHaveLength(2);
    expect(readdirSync(join(folder, 'shop'))).not.toContain(old);
  });
});
