import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InMemoryShop, until } from './in-memory-shop.js';

describe('the control API', () => {
  let shop: InMemoryShop;

  beforeAll(async () => {
    shop = await InMemoryShop.open();
  });
  afterAll(() => shop.close());

  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(shop.simulator.url + path, { method, body: body ? JSON.stringify(body) : null });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('shows a page at its root, of files it carries with it', async () => {
    const page = await (await fetch(shop.simulator.url)).text();
    const files = [...page.matchAll(/"(\/_simulator\/page\/[^"]+)"/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect((await fetch(shop.simulator.url + file)).status).toBe(200);
    expect((await fetch(`${shop.simulator.url}/_simulator/page/..%2Fmain.ts`)).status).toBe(404);
  });

  it('lists every endpoint, and its README explains each one and each kind of fault', async () => {
    const { endpoints, faults } = (await call('GET', '/_simulator')).body as {
      endpoints: { method: string; path: string }[];
      faults: Record<string, string[]>;
    };
    expect(endpoints).toContainEqual({ method: 'GET', path: '/v3/pay/transactions/id/{}', target: 'query' });
    const readme = readFileSync(join(__dirname, '../README.md'), 'utf8').replace(/\{[^}]*\}/g, '{}');
    const paths = endpoints.map(({ path }) => path).filter((path) => !path.startsWith('/_simulator/page'));
    expect(paths.filter((path) => !readme.includes(path.replace('/_simulator/', '')))).toEqual([]);
    const kinds = [...new Set(Object.values(faults).flat()), ...Object.keys(faults)];
    expect(kinds.filter((kind) => !readme.includes(`\`${kind}\``))).toEqual([]);
  });

  it('gives whoever sets up a shop what it needs, and a private key only when it may', async () => {
    const { body } = await call('GET', '/_simulator/credentials');
    expect(body).toMatchObject({ url: shop.simulator.url, appId: shop.credentials.appId, merchantPrivateKey: null });
    const file = (name: string) => fetch(`${shop.simulator.url}/_simulator/credentials/${name}.pem`);
    expect(await (await file('wechat-pay-public-key')).text()).toBe(shop.simulator.publicKey);
    expect((await file('merchant-private-key')).status).toBe(404);
    const other = await InMemoryShop.open({ shownMerchantPrivateKey: 'a key made for this' });
    const shown = await fetch(`${other.simulator.url}/_simulator/credentials/merchant-private-key.pem`);
    expect(await shown.text()).toBe('a key made for this');
    await other.close();
  });

  it('answers a state that is known already with 304, and the last of each list on request', async () => {
    for (const user of ['A', 'B', 'C']) await call('POST', '/_simulator/login', { user });
    const response = await fetch(`${shop.simulator.url}/_simulator/state?limit=1`);
    const state = (await response.json()) as { users: object[]; totals: { users: number } };
    expect(state.users).toHaveLength(1);
    expect(state.totals.users).toBeGreaterThanOrEqual(3);
    const headers = { 'if-none-match': String(response.headers.get('etag')) };
    expect((await fetch(`${shop.simulator.url}/_simulator/state?limit=1`, { headers })).status).toBe(304);
    await call('POST', '/_simulator/login', { user: 'D' });
    expect((await fetch(`${shop.simulator.url}/_simulator/state?limit=1`, { headers })).status).toBe(200);
  });

  it('plays a payment over HTTP alone', async () => {
    const login = await call('POST', '/_simulator/login', { user: 'Li' });
    expect(login).toEqual({ status: 200, body: { code: expect.any(String), openid: expect.stringMatching(/^o/) } });
    const paid = await call('POST', '/_simulator/pay', { ...(await shop.prepay('order-1')), duplicates: 1 });
    expect(paid.body).toEqual({ outTradeNo: 'order-1', transactionId: expect.stringMatching(/^42\d{26}$/) });
    await shop.receive(2);
    const { id } = (await call('POST', '/_simulator/notifications', { outTradeNo: 'order-1' })).body;
    await until(() => shop.simulator.state().notifications.every(({ status }) => status === 'delivered'));
    const state = await call('GET', '/_simulator/state');
    expect(state.body).toMatchObject({
      transactions: [{ outTradeNo: 'order-1', tradeState: 'SUCCESS', totalFen: 100, refundedFen: 0 }],
      notifications: [{}, {}, { id, status: 'delivered', attempts: [{ status: 204 }] }],
    });
  });

  it('gives phone codes and user data, and decides refunds', async () => {
    expect((await call('POST', '/_simulator/phone-code')).body).toEqual({ code: expect.any(String) });
    expect((await call('POST', '/_simulator/encrypted-data', { user: 'nobody yet' })).status).toBe(409);
    expect((await call('POST', '/_simulator/refund-outcome', { status: 'PROCESSING' })).body).toEqual({ ok: true });
    await shop.refund('order-1', 'refund-1', 1);
    await call('POST', '/_simulator/refunds', { outRefundNo: 'refund-1', status: 'CLOSED' });
    expect(shop.simulator.state().refunds).toMatchObject([{ outRefundNo: 'refund-1', status: 'CLOSED' }]);
  });

  it('adds and clears faults', async () => {
    const { id } = (await call('POST', '/_simulator/faults', { target: 'query', kind: 'delay', value: 5, times: 3 }))
      .body;
    await call('POST', '/_simulator/faults', { target: 'any', kind: 'busy', rate: 0.1 });
    expect(shop.simulator.state().faults).toMatchObject([
      { target: 'query', kind: 'delay', value: 5, times: 3, hits: 0 },
      { target: 'any', kind: 'busy', rate: 0.1 },
    ]);
    await call('DELETE', `/_simulator/faults/${String(id)}`);
    expect(shop.simulator.state().faults).toHaveLength(1);
    await call('DELETE', '/_simulator/faults');
    expect(shop.simulator.state().faults).toEqual([]);
  });

  it.each([
    ['/_simulator/login', { users: 'Li' }, 'unknown field users'],
    ['/_simulator/pay', { signType: 'RSA' }, 'timeStamp is missing'],
    ['/_simulator/login', [], 'not a JSON object'],
    ['/_simulator/signing', { mode: 'none' }, 'mode is one of'],
    ['/_simulator/faults', { target: 'query', kind: 'errcode' }, 'needs a value'],
    ['/_simulator/faults', { target: 'jscode2session', kind: 'forged' }, 'does not apply'],
    ['/_simulator/faults', { target: 'query', kind: 'lost' }, 'does not apply'],
    ['/_simulator/faults', { target: 'query', kind: 'busy', rate: 2 }, 'rate is'],
    ['/_simulator/faults', { target: 'query', kind: 'forged', value: 'well' }, 'one of signtest'],
    ['/_simulator/push', { url: 'ftp://x', token: 'token' }, 'not an http URL'],
    ['/_simulator/push', { url: 'http://x', token: 'token', encodingAesKey: 'short' }, '43'],
    ['/_simulator/orders/pay', { outTradeNo: 'order-1', forgery: 'well' }, 'forgery is one of'],
    ['/_simulator/faults', { target: 'weather', kind: 'drop' }, 'target is one of'],
  ])('says what is wrong with %s %j', async (path, body, message) => {
    const answer = await call('POST', path, body);
    expect(answer).toEqual({ status: 400, body: { error: expect.stringContaining(message) } });
  });

  it('answers 404 to what it does not know', async () => {
    expect((await call('GET', '/nothing')).status).toBe(404);
  });

  it('drives everything else over HTTP, too', async () => {
    const done = async (method: string, path: string, body?: object) =>
      expect(await call(method, `/_simulator/${path}`, body)).toMatchObject({ status: 200 });
    await shop.prepay('http-1');
    await done('POST', 'orders/pay', { outTradeNo: 'http-1', delayMs: 1, forgery: 'key' });
    await done('POST', 'push', { url: shop.pushUrl, token: 'token' });
    await done('POST', 'push/verification');
    await done('POST', 'push/events', { event: 'a', user: 'Li' });
    await done('POST', 'orders/reminder', { outTradeNo: 'http-1' });
    expect(await call('POST', '/_simulator/orders/receipt', { outTradeNo: 'http-1' })).toMatchObject({ status: 409 });
    await done('POST', 'consents', { user: 'Li', templateId: 'paid' });
    await done('POST', 'mini-program', { riskyWords: ['a'], pages: null });
    await done('POST', 'clock', { skewMs: 0, timeScale: 10 });
    await done('POST', 'clock', { skipMs: 0 });
    await done('POST', 'certificates', { step: 'publish' });
    await shop.signIn('Li');
    await done('POST', 'session-key', { user: 'Li' });
    await done('DELETE', 'access-tokens');
    await done('DELETE', 'push');
    const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
    const bill = await fetch(`${shop.simulator.url}/_simulator/bill?date=${today}`);
    expect(await bill.text()).toContain('`http-1');
    const state = shop.simulator.state();
    expect(state).toMatchObject({ push: null, clock: { skewMs: 0, timeScale: 10 } });
    expect(state.consents).toMatchObject([{ templateId: 'paid', left: 1 }]);
  });
});
