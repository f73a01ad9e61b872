import type { Browser, Page } from 'playwright-core';
import { findBrowser, openBrowser } from '../support/browser.js';
import { Shop } from '../support/shop.js';
import { until } from '../support/until.js';
import type { Login, Order } from '../support/views.js';

const program = findBrowser();
const inBrowser = program === null ? describe.skip : describe;

inBrowser('the simulator’s page', () => {
  let shop: Shop;
  let browser: Browser;
  let page: Page;
  const failures: string[] = [];

  beforeAll(async () => {
    shop = await Shop.open();
    browser = await openBrowser(program!);
    page = await browser.newPage({ locale: 'en-US', viewport: { width: 1280, height: 860 } });
    page.on('pageerror', ({ message }) => failures.push(message));
    page.on('console', (message) => void (message.type() === 'error' && failures.push(message.text())));
    await page.goto(shop.wechat.url);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  it('logs a user in, pays what the shop asks for, and shows how the notification was taken', async () => {
    await page.getByLabel('User name').first().fill('page-shopper');
    await page.locator('form').first().getByRole('button').click();
    const code = await page.locator('#code').innerText();
    const { data: login } = await shop.api.post<Login>('/auth/wechat/login', { code });
    const shopper = shop.api.as({ token: login.accessToken });
    const items = [{ skuId: (await shop.product(5)).skuId, quantity: 1 }];
    const { data: order } = await shopper.post<Order>('/orders', { items }, 'page-order-1');
    await shopper.post(`/orders/${order.id}/payment`);

    await page.getByRole('button', { name: 'Payments' }).click();
    const row = page.locator('[data-order]').first();
    await row.getByText('NOTPAY').waitFor();
    await row.getByLabel('Notifications').selectOption({ label: 'three copies' });
    await row.getByRole('button', { name: 'Pay', exact: true }).click();
    await row.getByText('SUCCESS').waitFor();

    await page.getByRole('button', { name: /^Notifications/ }).click();
    const taken = page.locator('.row', { hasText: 'TRANSACTION.SUCCESS' }).filter({ hasText: 'delivered' });
    await until(async () => (await taken.count()) === 3);
    await until(async () => (await shopper.get<Order>(`/orders/${order.id}`)).data.status === 'PAID');
  });

  it('shows the clock as it is, and changes only what was changed', async () => {
    const control = `${shop.wechat.url}/_simulator`;
    const clock = async () =>
      ((await (await fetch(`${control}/state?limit=1`)).json()) as { clock: { skewMs: number; timeScale: number } })
        .clock;
    await page.getByRole('button', { name: 'Setup' }).click();
    const skew = page.getByLabel('Skew (seconds)');
    const becomes = (value: string) => until(async () => (await skew.inputValue()) === value);
    await becomes('0');
    await fetch(`${control}/clock`, { method: 'POST', body: JSON.stringify({ skipMs: 90_000 }) });
    await becomes('90');
    await page.getByLabel('Time scale').fill('10');
    await page.getByRole('button', { name: 'Apply' }).click();
    await until(async () => (await clock()).timeScale === 10);
    expect(await clock()).toEqual({ skewMs: 90_000, timeScale: 10 });
    await skew.fill('0');
    await page.getByRole('button', { name: 'Apply' }).click();
    await until(async () => (await clock()).skewMs === 0);
    expect((await clock()).timeScale).toBe(10);
  });

  it('speaks Chinese on request, fits a phone, and reports no error', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: '中文' }).click();
    for (const tab of ['用户', '交易', '支付通知', '消息推送', '消息与内容', '故障', '接入与设置']) {
      await page.getByRole('button', { name: tab }).first().click();
      await page.locator('main .card').first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    }
    expect(failures).toEqual([]);
  });
});
