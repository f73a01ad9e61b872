import type { Browser, Locator } from 'playwright-core';
import { describeIf } from '../../libs/platform/src/cache/testing/test-redis.js';
import { PrivateRedis, redisServerIsInstalled } from '../../libs/platform/src/cache/testing/private-redis.js';
import { findBrowser, openBrowser } from '../support/browser.js';
import { ConsolePage } from '../support/console-page.js';
import { type ConsoleShop, openConsoleShop } from '../support/console-shop.js';
import { until } from '../support/until.js';

const program = findBrowser();
const inBrowser = program === null ? describe.skip : describeIf(redisServerIsInstalled, 'redis-server');

inBrowser('faults by their buttons on the console’s page', () => {
  let redis: PrivateRedis;
  let shop: ConsoleShop;
  let browser: Browser;
  let one: ConsolePage;

  beforeAll(async () => {
    redis = await PrivateRedis.start();
    [shop, browser] = await Promise.all([openConsoleShop({ REDIS_URL: redis.url }), openBrowser(program!)]);
    one = await ConsolePage.open(browser, shop.url, { hash: '#faults' });
    await one.logIn();
  });
  afterEach(async () => {
    const endAll = one.page.getByRole('button', { name: 'End all' });
    await until(async () => {
      if ((await one.page.locator('.fault .active').count()) === 0) return true;
      // What has done all it was to do ends by itself meanwhile.
      await endAll.click({ timeout: 1_000 }).catch(() => undefined);
      return false;
    });
    await one.untilGreen();
  });
  afterAll(async () => {
    expect(one?.errors).toEqual([]);
    await browser?.close();
    await shop?.close();
    await redis?.remove();
  });

  const fault = (kind: string): Locator => one.page.locator(`.fault[data-kind=${kind}]`);

  async function start(kind: string): Promise<Locator> {
    await fault(kind)
      .getByRole('button', { name: /^Start/ })
      .click();
    return fault(kind);
  }

  async function buy(): Promise<void> {
    await one.order();
    await one.pay();
    await one.status('PAID');
  }

  const hits = (kind: string) => fault(kind).locator('.active', { hasText: /struck [1-9]/ });

  it('shows the HTTP call behind a control', async () => {
    const lost = fault('notification-lost');
    await lost.locator('summary').click();
    await lost.locator('code', { hasText: '/console/faults/notification-lost' }).waitFor();
    expect(await lost.locator('code').innerText()).toContain(`-d '{"times":1}'`);
  });

  it('a notification that comes three times is paid for once', async () => {
    await start('notification-duplicated');
    await buy();
    await one.view('Live');
    const order = (await one.phone.locator('[data-order]').getAttribute('data-order'))!.slice(-6);
    const copies = one.page.locator('.wechat-panel li', { hasText: order }).filter({ hasText: 'delivered' });
    await until(async () => (await copies.count()) === 3);
    await one.view('Faults');
  });

  it('a notification that is late finds the order paid', async () => {
    await fault('notification-delayed').getByLabel('later by, ms').fill('2000');
    await start('notification-delayed');
    await buy();
  });

  it('an order is paid though its notification is lost', async () => {
    await start('notification-lost');
    await buy();
    await one.view('Live');
    await one.page.locator('.wechat-panel li', { hasText: 'lost' }).first().waitFor();
    await one.view('Faults');
  });

  it('a forged notification is refused', async () => {
    await start('notification-forged');
    await buy();
    await one.view('Live');
    await one.page.locator('.wechat-panel li', { hasText: '401' }).first().waitFor();
    await one.view('Faults');
  });

  it('WeChat is slow, and the shop sells', async () => {
    await fault('wechat-slow').getByLabel('later by, ms').fill('300');
    await start('wechat-slow');
    await buy();
    await hits('wechat-slow').waitFor();
  });

  it('WeChat is down: the phone says so, and the order is paid for afterwards', async () => {
    await one.order();
    await start('wechat-down');
    await fault('wechat-down').locator('.active').waitFor();
    await one.press('Pay with WeChat');
    await until(async () => (await one.phone.locator('.screen-notice').innerText()) !== '');
    await hits('wechat-down').waitFor();
    await fault('wechat-down').getByRole('button', { name: 'End', exact: true }).click();
    // The breaker lets nobody through for a while.
    const sheet = one.phone.getByRole('button', { name: 'Pay', exact: true });
    await until(async () => {
      const pay = one.phone.getByRole('button', { name: 'Pay with WeChat' });
      if (!(await pay.getAttribute('aria-busy'))) await pay.click();
      return sheet.isVisible();
    });
    await sheet.click();
    await one.status('PAID');
  });

  it('Redis is frozen, and the shop sells', async () => {
    await start('redis-frozen');
    await fault('redis-frozen').locator('.active').waitFor();
    await buy();
  });

  it('a process that is killed between commit and delivery comes back, delivers, and is found again by the page', async () => {
    await one.order();
    await start('process-killed');
    await one.pay();
    await one.untilConnection(/reconnected once/);
    await one.status('PAID');
    await one.view('Live');
    const paid = one.page.locator('.events li', { hasText: 'order.paid' }).first();
    await paid.filter({ hasText: '✓ inventory' }).waitFor();
    await one.view('Faults');
  });

  it('of 20 units that 60 want at once exactly 20 are sold', async () => {
    const burst = one.page.locator('.burst-panel');
    await burst.getByLabel('buyers').fill('60');
    await burst.getByLabel('units').fill('20');
    await burst.getByRole('button', { name: 'Let them in' }).click();
    await burst.locator('.outcome', { hasText: 'Exactly 20 of 20 went to 60 buyers' }).waitFor();
  });

  it('an order nobody pays is cancelled when time skips ahead', async () => {
    await one.order();
    const skip = one.page.getByRole('button', { name: 'Until an order is not paid in time' });
    await until(() => skip.isEnabled());
    await skip.click();
    await one.status('CANCELLED');
    await one.page.locator('.shop-clock[data-ahead]').waitFor();
    await one.phone.getByText('Cancelled: nobody paid in time').waitFor();
  });
});
