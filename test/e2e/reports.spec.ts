import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Api } from '../support/api.js';
import { BrokerClient, testAmqpUrl } from '../support/broker.js';
import { findBrowser, openBrowser } from '../support/browser.js';
import { MYSQL, Shop } from '../support/shop.js';
import { OWNER, ShopProcess } from '../support/shop-process.js';
import { eventually } from '../support/until.js';
import type { Page as ListPage, PaymentArguments } from '../support/views.js';

interface Report {
  readonly date: string;
  readonly status: string;
  readonly figures: Readonly<Record<string, number>> | null;
}

const program = findBrowser();
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
// Yesterday's is asked for by the shop itself.
const soldAt = new Date(Date.now() - 2 * 86_400_000);
const date = new Date(soldAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
const shops: { close(): Promise<unknown> | undefined }[] = [];

jest.setTimeout(120_000);

/** Closed in reverse. */
const closing = <T extends { close(): Promise<unknown> }>(one: T): T => {
  shops.unshift(one);
  return one;
};
afterAll(async () => {
  for (const one of shops.splice(0)) await one.close();
});

const sell = async (shop: Shop, openid: string, quantity = 2) => {
  const shopper = await shop.shopper(openid);
  const { skuId } = await shop.product(10, 10_00);
  const { data } = await shopper.post<{ id: string }>('/orders', { items: [{ skuId, quantity }] }, randomUUID());
  const sheet = await shopper.post<PaymentArguments>(`/orders/${data.id}/payment`);
  await shop.wechat.pay({ ...sheet.data, successTime: soldAt.toISOString() });
  await eventually(
    () => shopper.get<{ status: string }>(`/orders/${data.id}`),
    (order) => order.data.status === 'PAID',
  );
};
const ask = (owner: Api) => owner.post<Report>('/admin/reports', { date }, randomUUID());
const made = async (owner: Api) =>
  (
    await eventually(
      () => owner.get<Report>(`/admin/reports/${date}`),
      ({ data }) => data.status === 'done',
    )
  ).data;

describe('reports in the shop’s process', () => {
  let shop: Shop;
  let owner: Api;
  let cookie: string;
  beforeAll(async () => {
    shop = closing(await Shop.open());
    owner = await shop.owner();
    const { headers } = await shop.api.post('/auth/staff/login', OWNER);
    cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    await sell(shop, 'oFirst');
    await sell(shop, 'oSecond', 3);
  });

  const download = (path: string) =>
    fetch(`${shop.urls[0]}/api/v1/admin/reports/${date}/${path}`, { headers: { cookie } });

  it('are made when staff ask, listed, and downloaded as CSV', async () => {
    expect(await owner.get(`/admin/reports/${date}`)).toMatchObject({ status: 404, code: 7201 });
    expect(await ask(owner)).toMatchObject({ status: 201, data: { date } });
    expect((await made(owner)).figures).toMatchObject({ orders: 2, units: 5, newCustomers: 2, refunds: 0 });
    const { data } = await owner.get<{ items: Report[] }>('/admin/reports');
    expect(data.items.map((report) => report.date)).toContain(date);
    const response = await download('csv?lang=en');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="report-${date}.csv"`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString().slice(1).split('\r\n');
    expect(lines[0]).toMatch(/^record,no,time,/);
    expect(lines.filter((line) => line.startsWith('order,'))).toHaveLength(2);
    expect(lines.filter((line) => line.startsWith('item,'))).toHaveLength(2);
  });

  it('are listed page after page, by cursor and by number', async () => {
    const before = new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
    expect(await owner.post('/admin/reports', { date: before })).toMatchObject({ status: 201 });
    const listed = async (query: string) => {
      const { data } = await owner.get<ListPage<Report> & { total?: number }>(`/admin/reports?${query}`);
      return { dates: data.items.map((report) => report.date), nextCursor: data.nextCursor, total: data.total };
    };
    const first = await listed('limit=1');
    expect(first).toEqual({ dates: [date], nextCursor: expect.any(String), total: undefined });
    const second = { dates: [before], nextCursor: null };
    expect(await listed(`limit=1&cursor=${first.nextCursor}`)).toEqual({ ...second, total: undefined });
    expect(await listed('page=2&pageSize=1')).toEqual({ ...second, total: 2 });
    expect(await owner.get('/admin/reports?cursor=MDFKRA')).toMatchObject({ status: 400 });
  });

  it('are refused of today, of long ago, and of what is no day, in the envelope', async () => {
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(await owner.post('/admin/reports', { date: today })).toMatchObject({ status: 409, code: 7202 });
    const refused = await owner.post('/admin/reports', { date: '2020-01-01' });
    expect(refused).toMatchObject({ status: 409, code: 7203, data: { earliest: expect.any(String) } });
    expect(await owner.post('/admin/reports', { date: 'soon' })).toMatchObject({ status: 400 });
    expect(await owner.get('/admin/reports/2020-01-01/csv')).toMatchObject({ status: 404, code: 7201 });
  });

  (program === null ? describe.skip : describe)('as a page', () => {
    const violations = async (page: Page) => {
      await page.evaluate(axe);
      return page.evaluate<readonly string[]>(
        `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
      );
    };
    let browser: Awaited<ReturnType<typeof openBrowser>>;
    beforeAll(async () => {
      browser = closing(await openBrowser(program ?? ''));
      await ask(owner);
      await made(owner);
    });

    it.each([
      ['light', 'zh-CN', 1_100, '经营日报'],
      ['dark', 'en-US', 1_100, 'Daily report'],
      ['light', 'en-US', 390, 'Daily report'],
      ['dark', 'zh-CN', 390, '经营日报'],
    ] as const)('can be read by everybody: %s, %s, %s pixels', async (colorScheme, locale, width, title) => {
      const context = await browser.newContext({
        colorScheme,
        locale,
        viewport: { width, height: 844 },
        bypassCSP: true,
      });
      const [name = '', value = ''] = cookie.split('=');
      await context.addCookies([{ name, value, url: shop.urls[0] ?? '' }]);
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(`${shop.urls[0]}/api/v1/admin/reports/${date}/page`);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
      await page.locator('summary').click();
      expect(await page.locator('table').first().locator('tbody tr').count()).toBe(24);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(asked.filter((path) => !path.endsWith('/page'))).toEqual([]);
      await context.close();
    });

    it('fills the pages it is printed on', async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.setContent(await (await download('page?lang=en')).text());
      const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
      expect(pages).toHaveLength(2);
      await context.close();
    });

    it('[P91] runs nothing and loads nothing: its policy lets its own style in and no more', async () => {
      const response = await download('page?lang=en');
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      const context = await browser.newContext();
      const page = await context.newPage();
      const told: string[] = [];
      page.on('console', (message) => told.push(message.text()));
      // A copy somebody keeps has the policy in itself.
      await page.setContent(await response.text());
      expect(await page.evaluate(`getComputedStyle(document.querySelector('section')).borderRadius`)).toBe('12px');
      expect(told).toEqual([]);
      await context.close();
    });
  });
});

(MYSQL.isThere && testAmqpUrl ? describe : describe.skip)('reports elsewhere', () => {
  let broker: BrokerClient;
  let shop: Shop;
  let owner: Api;

  const open = async (functions: string) => {
    const opened = (broker = await BrokerClient.open());
    closing({ close: () => (functions === 'broker' ? opened.close('functions') : opened.close()) });
    const environment = {
      EVENT_RELAY_URL: testAmqpUrl ?? '',
      EVENT_RELAY_EXCHANGE: broker.exchange,
      FUNCTIONS: functions,
    };
    shop = closing(await Shop.open({ stack: MYSQL, processes: 1, environment }));
    owner = await shop.owner();
    await sell(shop, 'oElsewhere');
  };
  const start = async (name: string) => {
    const started = await ShopProcess.start({ ...shop.variables }, undefined, undefined, name);
    closing({ close: () => started.stop() });
    return started;
  };

  it('[P90] are made by a worker that was not there yet, and by another one when it is killed', async () => {
    await open('broker');
    await ask(owner);
    const killed = await start('src/functions-worker');
    await killed.kill();
    expect(['pending', 'running', 'done']).toContain((await owner.get<Report>(`/admin/reports/${date}`)).data.status);
    await start('src/functions-worker');
    expect((await made(owner)).figures).toMatchObject({ orders: 1, units: 2 });
  });

  it('[P90] are made by a serverless function, once, however often it is invoked', async () => {
    await open('off');
    const copies = await broker.listen('report.requested');
    await ask(owner);
    const other = await start('src/serve-functions');
    const [message] = await broker.take(copies, 1);
    const body = message?.content.toString() ?? '';
    const invoke = async () => {
      const headers = { 'content-type': 'application/cloudevents+json' };
      const response = await fetch(other.url, { method: 'POST', headers, body });
      return ((await response.json()) as { outcome: string }).outcome;
    };
    expect(await Promise.all([invoke(), invoke(), invoke()])).toEqual(['delivered', 'delivered', 'delivered']);
    expect((await made(owner)).figures).toMatchObject({ orders: 1, units: 2 });
    const before = (await owner.get<Report>(`/admin/reports/${date}`)).data;
    expect(await invoke()).toBe('delivered');
    expect((await owner.get<Report>(`/admin/reports/${date}`)).data).toEqual(before);
  });
});
