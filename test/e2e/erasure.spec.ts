import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api } from '../support/api.js';
import { databaseRows } from '../support/database-rows.js';
import { operatorCommand } from '../support/operator-command.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Login, Order, Stock } from '../support/views.js';

const ADDRESS = {
  recipient: '张三丰',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 1 号',
};

type Everything = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

let people = 0;

/** Somebody who has told the shop everything it asks for. */
async function aPerson(shop: Shop): Promise<{ openid: string; phone: string; login: Login; shopper: Api }> {
  people++;
  const [openid, phone] = [`oPerson${people}`, `139${String(people).padStart(8, '0')}`];
  const login = await shop.logIn(openid);
  const shopper = shop.api.as({ token: login.accessToken });
  await bindPhone(shop, shopper, openid, phone);
  await shopper.post('/users/me/addresses', ADDRESS);
  await shopper.put('/users/me/consents', {
    items: [{ purpose: 'marketing', version: '1', granted: true, scene: 'login' }],
  });
  return { openid, phone, login, shopper };
}

const bindPhone = (shop: Shop, shopper: Api, openid: string, phone: string) =>
  shopper.post<{ phone: string }>('/users/me/phone', shop.wechat.phoneCode({ openid, phone }));

/** The file of a SQLite database that nobody uses, with its neighbours. */
function copyDatabase(from: string, to: string): void {
  for (const part of ['', '-wal', '-shm']) {
    rmSync(`${to}${part}`, { force: true });
    if (existsSync(`${from}${part}`)) copyFileSync(`${from}${part}`, `${to}${part}`);
  }
}

onEachStack((stack) => {
  let shop: Shop;
  let owner: Api;
  let skuId: string;
  beforeAll(async () => {
    shop = await Shop.open({ stack });
    owner = await shop.owner();
    ({ skuId } = await shop.product(100));
  });
  afterAll(() => shop?.close());

  const order = async (shopper: Api) =>
    (await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID())).data;
  const stock = async () => (await owner.get<Stock>(`/admin/stock/${skuId}`)).data;
  const audited = async (subject: string) => {
    const rows = await databaseRows<{ type: string }>(
      shop.databaseUrl,
      'SELECT type FROM audit_log WHERE subject = ? ORDER BY id',
      [subject],
    );
    return rows.map(({ type }) => type);
  };

  describe('consents', () => {
    it('are kept purpose by purpose, and only those named change', async () => {
      const { shopper } = await aPerson(shop);
      const put = (...items: object[]) => shopper.put<{ items: object[] }>('/users/me/consents', { items });
      await put({ purpose: 'analytics', version: '1', granted: false });
      const { data } = await put({ purpose: 'marketing', version: '2', granted: false });
      expect(data.items).toEqual([
        { purpose: 'analytics', version: '1', granted: false, scene: null, at: expect.any(String) },
        { purpose: 'marketing', version: '2', granted: false, scene: null, at: expect.any(String) },
      ]);
      expect((await shopper.get('/users/me/consents')).data).toEqual(data);
    });

    it.each([
      { purpose: 'Marketing', version: '1', granted: true },
      { purpose: 'marketing', version: '', granted: true },
      { purpose: 'marketing', version: '1', granted: 'yes' },
      { purpose: 'marketing', version: '1', granted: true, scene: 's'.repeat(65) },
      { purpose: 'marketing', version: '1', granted: true, at: '2026-01-01T00:00:00.000Z' },
    ])('are refused when they are not well-formed: %j', async (item) => {
      const { shopper } = await aPerson(shop);
      expect(await shopper.put('/users/me/consents', { items: [item] })).toMatchObject({ status: 400, code: 400 });
    });

    it('of one purpose are refused twice in one request, and those of more than 50 altogether', async () => {
      const { shopper } = await aPerson(shop);
      const named = (purpose: string) => ({ purpose, version: '1', granted: true });
      const put = (...items: object[]) => shopper.put('/users/me/consents', { items });
      expect((await put(named('a'), named('a'))).status).toBe(400);
      expect((await put(...Array.from({ length: 49 }, (_, n) => named(`p-${n}`)))).status).toBe(200);
      expect(await put(named('one-more'))).toMatchObject({ status: 409, code: 409 });
    });
  });

  describe('the copy of what is held', () => {
    it('[P32] has the whole profile, every address and the history of consents, and is on record', async () => {
      const { shopper, login, phone } = await aPerson(shop);
      const { data } = await shopper.get<Everything>('/users/me/export');
      expect(data['profile']).toEqual([expect.objectContaining({ id: login.user.id, phone: `+86${phone}` })]);
      expect(data['addresses']).toEqual([expect.objectContaining(ADDRESS)]);
      expect(data['consents']).toEqual([expect.objectContaining({ purpose: 'marketing', scene: 'login' })]);
      expect(await audited(login.user.id)).toContain('data.exported');
    });

    it('puts the use of the person’s key on record as one of that request', async () => {
      const { shopper, login } = await aPerson(shop);
      await shopper.get('/users/me/export');
      const read = () =>
        databaseRows<{ actor_id: string; facts: string }>(
          shop.databaseUrl,
          "SELECT actor_id, facts FROM audit_log WHERE type = 'key.used' AND subject = ?",
          [login.user.id],
        );
      const ofExport = ({ facts }: { facts: string }) => facts.includes('GET /api/v1/users/me/export');
      const rows = await eventually(read, (found) => found.some(ofExport));
      expect(rows.filter(ofExport)).toEqual([
        { actor_id: login.user.id, facts: expect.stringContaining('users.phone user_addresses.content') },
      ]);
      expect(rows.filter(({ facts }) => facts.includes('unknown'))).toEqual([]);
    });

    it('has the orders of the person, with what they told for each', async () => {
      const { shopper } = await aPerson(shop);
      const { id } = await order(shopper);
      const { data } = await shopper.get<Everything>('/users/me/export');
      expect(data['orders']).toEqual([expect.objectContaining({ id })]);
      expect(JSON.stringify(data['orders'])).toContain(ADDRESS.recipient);
    });

    it('has the sessions of the person', async () => {
      const { shopper } = await aPerson(shop);
      const { data } = await shopper.get<Everything>('/users/me/export');
      expect(data['sessions']).toHaveLength(1);
    });
  });

  describe('an erasure', () => {
    it('[P30] answers null and leaves no row of the person in the user context', async () => {
      const { shopper, login } = await aPerson(shop);
      expect(await shopper.delete('/users/me')).toMatchObject({ status: 200, code: 200, data: null });
      for (const [table, column] of [
        ['users', 'id'],
        ['user_addresses', 'user_id'],
        ['user_consents', 'user_id'],
        ['user_phone_digests', 'user_id'],
      ]) {
        const sql = `SELECT ${column} FROM ${table} WHERE ${column} = ?`;
        expect([table, await databaseRows(shop.databaseUrl, sql, [login.user.id])]).toEqual([table, []]);
      }
      expect(await audited(login.user.id)).toContain('data.erased');
    });

    it('[P01] ends every session at once: access and refresh tokens are refused', async () => {
      const { shopper, login, openid } = await aPerson(shop);
      const other = await shop.shopper(openid);
      await shopper.delete('/users/me');
      // The other process hears of it a moment later.
      for (const client of [shopper, shopper, other, other]) {
        await eventually(
          () => client.get('/users/me'),
          ({ code }) => code === 1103,
        );
      }
      const refreshed = await shop.api.post('/auth/token/refresh', { refreshToken: login.refreshToken });
      expect(refreshed).toMatchObject({ status: 401, code: 1104 });
    });

    it('asked for several times at once happens once, and is no defect for the others', async () => {
      const { shopper, login } = await aPerson(shop);
      const answers = await Promise.all(Array.from({ length: 4 }, () => shopper.delete('/users/me')));
      const said = answers.map(({ status, code }) => `${status}/${code}`).sort();
      expect(said[0]).toBe('200/200');
      for (const one of said.slice(1)) expect(['401/1103', '404/1001']).toContain(one);
      expect((await audited(login.user.id)).filter((type) => type === 'data.erased')).toHaveLength(1);
    });

    it('makes a new person of whoever signs in afterwards, who may have the phone number', async () => {
      const { shopper, login, openid, phone } = await aPerson(shop);
      await shopper.delete('/users/me');
      const again = await shop.logIn(openid);
      expect(again.user.isNew).toBe(true);
      expect(again.user.id).not.toBe(login.user.id);
      const newcomer = shop.api.as({ token: again.accessToken });
      expect(await newcomer.get('/users/me/addresses')).toMatchObject({ data: { items: [] } });
      expect((await bindPhone(shop, newcomer, openid, phone)).status).toBe(200);
    });

    it('cancels unpaid orders, and their goods are free again', async () => {
      const { shopper } = await aPerson(shop);
      const before = await stock();
      const { id } = await order(shopper);
      await shopper.delete('/users/me');
      expect((await owner.get<Order>(`/admin/orders/${id}`)).data).toMatchObject({
        status: 'CANCELLED',
        cancelReason: 'erased',
      });
      const after = await eventually(stock, ({ available }) => available === before.available);
      expect(after).toEqual(before);
    });

    it('[P30] waits while an order is under way, and has taken nothing then', async () => {
      const { shopper } = await aPerson(shop);
      const { id } = await order(shopper);
      await shop.pay(shopper, id);
      await eventually(
        () => shopper.get<Order>(`/orders/${id}`),
        ({ data }) => data.status === 'PAID',
      );
      expect(await shopper.delete('/users/me')).toMatchObject({ status: 409, code: 1005 });
      expect(await shopper.get('/users/me/addresses')).toMatchObject({
        data: { items: [expect.objectContaining(ADDRESS)] },
      });
    });
  });
});

describe('a back-up from before an erasure', () => {
  let shop: Shop;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jishi-ledger-'));
    shop = await Shop.open();
  });
  afterAll(async () => {
    await shop?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('[P31] is cleared of the person by the ledger that was kept elsewhere', async () => {
    const path = shop.databaseUrl.slice('sqlite:'.length);
    const [gone, stays] = [await aPerson(shop), await aPerson(shop)];
    await shop.stop();
    copyDatabase(path, join(folder, 'backup.sqlite'));

    await shop.start(1);
    expect((await gone.shopper.delete('/users/me')).status).toBe(200);
    await shop.stop();
    const ledger = await operatorCommand('export-erasures', shop.databaseUrl);
    expect(JSON.parse(ledger)).toEqual({ userId: gone.login.user.id, erasedAt: expect.any(String) });
    copyDatabase(join(folder, 'backup.sqlite'), path);

    const file = join(folder, 'erasures.jsonl');
    writeFileSync(file, ledger);
    expect(await operatorCommand('replay-erasures', shop.databaseUrl, file)).toContain('1 people had come back');
    expect(await operatorCommand('replay-erasures', shop.databaseUrl)).toContain('Replayed 1 erasures; 0 people');
    expect(await operatorCommand('export-erasures', shop.databaseUrl)).toBe(ledger);

    await shop.start(1);
    expect(await stays.shopper.get('/users/me')).toMatchObject({
      status: 200,
      data: { id: stays.login.user.id, phone: expect.stringMatching(`${stays.phone.slice(-4)}$`) },
    });
    // Auth's part: the account leads to nobody any more.
    expect((await shop.logIn(gone.openid)).user.isNew).toBe(true);
  });
});
