import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { findBrowser, openBrowser } from '../support/browser.js';
import { ConsolePage } from '../support/console-page.js';
import { type ConsoleShop, openConsoleShop } from '../support/console-shop.js';
import { until } from '../support/until.js';

const program = findBrowser();
const inBrowser = program === null ? describe.skip : describe;

inBrowser('the console’s page', () => {
  let shop: ConsoleShop;
  let browser: Browser;
  let one: ConsolePage;

  beforeAll(async () => {
    [shop, browser] = await Promise.all([openConsoleShop(), openBrowser(program!)]);
    const permissions = ['clipboard-read', 'clipboard-write'];
    one = await ConsolePage.open(browser, shop.url, { permissions, acceptDownloads: true });
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  let orderId = '';
  const copied = () => one.page.evaluate<string>('navigator.clipboard.readText()');

  it('plays an order by clicks: log in, order, pay, ship, receive, refund', async () => {
    const { phone, page } = one;
    await one.logIn();
    await phone.getByRole('searchbox').fill('龙井');
    await phone.getByRole('button', { name: 'Search', exact: true }).click();
    await until(async () => (await phone.locator('.goods-row').count()) === 1);
    orderId = await one.order(2);
    expect(await phone.locator('.lines li').count()).toBe(2);
    await one.pay();
    await one.status('PAID');

    await one.press('Shop');
    await one.press('Ship');
    await phone.getByText('Nothing to ship.').waitFor();
    // WeChat has been told of the parcel.
    await page.locator('.events li', { hasText: 'order.shipped' }).filter({ hasText: '✓ payment' }).first().waitFor();
    await phone.getByRole('button', { name: 'Hong' }).click();
    await one.press('I have received it');
    await one.status('COMPLETED');
    await one.press('Ask for a refund');
    await phone.locator('[data-refund=REQUESTED]').waitFor();
    await one.press('Shop');
    await one.press('Approve');
    await phone.getByText('No refunds to decide on.').waitFor();
    await phone.getByRole('button', { name: 'Hong' }).click();
    await phone.locator('[data-refund=SUCCEEDED]').waitFor();
    await one.status('REFUNDED');
    await one.untilGreen();

    const events = page.locator('.events li');
    await events.filter({ hasText: 'order.paid' }).filter({ hasText: '✓ inventory' }).first().waitFor();
    await page.locator('.wechat-panel li', { hasText: 'TRANSACTION.SUCCESS' }).first().waitFor();
    expect(await page.locator('.events .chip.bad').count()).toBe(0);
    expect(await page.locator('.node-name').allTextContents()).toContain('inventory');
  });

  it('collects in a cart, takes a coupon, orders with it, and gets both back when the order is cancelled', async () => {
    const { phone, page } = one;
    await one.tab('Home');
    await one.press('Coupons to take');
    await one.press('Take it');
    await phone.locator('[data-coupon=UNUSED]').waitFor();
    await one.tab('Home');
    await phone.locator('.goods-row').first().click();
    await one.press('Into the cart');
    await phone.getByText('It is in the cart').waitFor();
    await one.tab('Cart');
    const total = phone.locator('.checkout strong');
    const line = phone.locator('.line');
    const becomes = (fen: number) => until(async () => (await total.innerText()) === `¥${(fen / 100).toFixed(2)}`);
    await phone.locator('.checkout', { hasText: '−¥10.00' }).waitFor();
    const ofOne = Number((await total.innerText()).slice(1)) * 100 + 10_00;
    await line.getByRole('button', { name: /^One more/ }).click();
    await becomes(2 * ofOne - 10_00);
    await phone.getByLabel('Coupon', { exact: true }).selectOption({ label: 'without a coupon' });
    await becomes(2 * ofOne);
    await phone.getByLabel('Coupon', { exact: true }).selectOption({ index: 0 });
    await becomes(2 * ofOne - 10_00);
    await line.getByRole('checkbox').uncheck();
    await phone.getByText('Nothing that can be ordered is selected.').waitFor();
    await line.getByRole('checkbox').check();
    await one.press('Place the order');
    await one.status('CREATED');
    expect(await phone.locator('[data-order]').innerText()).toMatch(/× 2[^]*−¥10\.00/);
    const count = phone.locator('.screen-tabs .count:not(:empty)');
    await count.waitFor({ state: 'detached' });
    const reactions = page.locator('.events li', { hasText: 'order.placed' }).filter({ hasText: '✓ cart' });
    await reactions.first().waitFor();

    await one.press('Cancel the order');
    await one.status('CANCELLED');
    await count.waitFor();
    expect(await count.innerText()).toBe('2');
    await one.tab('Home');
    await one.press('Coupons to take');
    await phone.locator('[data-coupon=UNUSED]').waitFor();
    await one.tab('Cart');
    await line.getByRole('button', { name: /^Remove/ }).click();
    await phone.getByText('The cart is empty.').waitFor();
    await page.getByText('GET /coupons', { exact: true }).first().waitFor();
    const request = page.locator('.traces > li', { hasText: 'GET /coupons' }).first();
    expect(await request.innerText()).toContain('promotion');
  });

  it('shows what a request was made of, and copies it as a command without a token in it', async () => {
    const { page } = one;
    await page.getByLabel('Which', { exact: true }).selectOption('request');
    const placed = page.getByText('POST /cart/orders', { exact: true });
    const trace = page.locator('.traces > li').filter({ has: placed }).first();
    await trace.getByRole('button').first().click();
    await trace.locator('.waterfall li', { hasText: 'use case' }).first().waitFor();
    await trace.locator('.waterfall li', { hasText: 'SQL' }).first().waitFor();
    await trace.getByRole('button', { name: 'Copy as curl' }).click();
    await until(async () => /curl/.test(await copied()));
    const command = await copied();
    expect(command).toContain('curl -X POST');
    expect(command).toContain('/api/v1/cart/orders');
    expect(command).toContain('Authorization: Bearer $TOKEN');
    expect(command).toMatch(/"expectedTotalFen":\d+/);
    expect(command).not.toMatch(/eyJ/);
  });

  it('reads what staff look at when it changes, and not because it was read', async () => {
    const reads = await one.page.getByText('GET /admin/refunds', { exact: true }).count();
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThan(12);
  });

  it('opens the timeline of an order by its link, and saves it as a picture', async () => {
    const other = await ConsolePage.open(browser, shop.url, { hash: `#order=${orderId}`, acceptDownloads: true });
    const entries = other.page.getByRole('list', { name: 'What happened, in the order of time' });
    for (const kind of ['order', 'event', 'reaction', 'stock', 'payment', 'refund', 'notification', 'request'])
      await entries.locator(`[data-kind=${kind}]`).first().waitFor();
    await entries
      .getByRole('button', { name: /order\.paid/ })
      .first()
      .click();
    await other.page.locator('.facts', { hasText: 'delivered' }).waitFor();
    for (const [name, start] of [
      ['Save as SVG', '<svg'],
      ['Save as PNG', '\u0089PNG'],
    ] as const) {
      const [download] = await Promise.all([
        other.page.waitForEvent('download'),
        other.page.getByRole('button', { name }).click(),
      ]);
      expect(download.suggestedFilename()).toContain(`order-${orderId}`);
      const file = readFileSync(await download.path());
      expect(file.toString('latin1').slice(0, start.length)).toBe(start);
      expect(file.length).toBeGreaterThan(4_000);
    }
    expect([other.errors, other.unanswered]).toEqual([[], []]);
    await other.page.context().close();
  });

  it('lets several people shop at once, each signed in for themselves', async () => {
    const { phone } = one;
    await one.press('More');
    await one.logIn();
    const second = await one.order();
    await one.tab('Orders');
    await phone.locator('.order-row').first().waitFor();
    expect(await phone.locator('.order-row').count()).toBe(1);
    await phone.getByRole('button', { name: 'Hong' }).click();
    await one.tab('Orders');
    await phone.locator('.order-row', { hasText: 'refunded' }).waitFor();
    expect(second).not.toBe(orderId);
    await phone.getByRole('button', { name: 'Ming' }).click();
    await phone.locator('.order-row').first().click();
    await one.press('Cancel the order');
    await one.status('CANCELLED');
  });

  it('changes a name, takes an address, and counts the stock', async () => {
    const { phone } = one;
    await one.tab('Me');
    await phone.getByLabel('Nickname').fill('Ming of Hangzhou');
    await one.press('Save');
    await phone.getByRole('button', { name: 'Ming of Hangzhou' }).waitFor();
    await one.press('Add a made-up address');
    await phone.locator('.addresses', { hasText: 'Hong Chen' }).waitFor();
    await one.press('Log out');
    await one.press('Log in with WeChat');
    await phone.locator('.addresses', { hasText: 'Hong Chen' }).waitFor();
    await one.press('Shop');
    await phone.getByLabel('Change').fill('3');
    await one.press('Adjust');
    await phone.getByText(/For sale \d+/).waitFor();
  });

  it('reads in Chinese as well, and remembers it', async () => {
    const { page, phone } = one;
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '上下文地图' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.reload();
    await phone.getByRole('button', { name: '首页' }).click();
    await phone.getByText('余').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Context map' }).waitFor();
  });

  it('shows which subscriptions are declared, which were seen, and which are orphans', async () => {
    const { page } = one;
    await one.view('Events');
    await page
      .locator('.subscription', { hasText: 'SellStockOnOrderPaid' })
      .getByText(/seen \d+ times/)
      .first()
      .waitFor();
    await page.locator('.orphans', { hasText: 'order.completed' }).waitFor();
  });

  it('keeps the names of the lanes in sight while the entries are scrolled', async () => {
    const { page } = one;
    await page.setViewportSize({ width: 1440, height: 500 });
    await page.evaluate(`location.hash = 'order=${orderId}'`);
    const [picture, names] = [page.locator('.picture'), page.locator('.lane-names')];
    await names.waitFor();
    const top = async (place: typeof names) => (await place.boundingBox())?.y;
    const scrolled = `Object.assign(document.querySelector('.picture'), { scrollTop: 60 }).scrollTop`;
    await until(async () => Number(await page.evaluate(scrolled)) === 60);
    expect(await top(names)).toBe(await top(picture));
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('is drawn anew for a window that became narrow, on whichever view it is', async () => {
    const { page } = one;
    const timeline = page.locator('.lanes');
    const wide = { width: 1440, height: 900 };
    const narrow = { width: 700, height: 900 };
    await page.evaluate(`location.hash = 'order=${orderId}'`);
    const before = Number(await timeline.getAttribute('width'));
    await page.setViewportSize(narrow);
    await until(async () => Number(await timeline.getAttribute('width')) < before);
    await page.evaluate(`location.hash = 'live'`);
    await page.locator('.map-picture.tall').waitFor();
    await page.setViewportSize(wide);
    await page.locator('.map-picture.wide').waitFor();
  });

  it('opens at an address that is broken', async () => {
    const { page } = one;
    await page.evaluate(`location.hash = '#%'`);
    await page.reload();
    await page.getByRole('heading', { name: 'Context map' }).waitFor();
  });

  it('reports no error', () => {
    expect([one.errors, one.unanswered]).toEqual([[], []]);
  });
});
