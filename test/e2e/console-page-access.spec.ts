import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, openBrowser } from '../support/browser.js';
import { ConsolePage } from '../support/console-page.js';
import { type ConsoleShop, openConsoleShop } from '../support/console-shop.js';

const program = findBrowser();
const inBrowser = program === null ? describe.skip : describe;
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const views = ['phone', 'live', 'timeline', 'faults', 'subscriptions'] as const;
const small = { width: 390, height: 844 };

/** What has the focus, and whether one sees that it has. */
const FOCUSED = `(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const name = (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim();
  return { name, isSeen: outlineStyle !== 'none' && outlineWidth !== '0px' };
})()`;

/** What stands in the head after the shop was away and its time was skipped. */
const LONGEST_HEAD = `(() => {
  const isChinese = document.documentElement.lang === 'zh-CN';
  const isNarrow = innerWidth <= 760;
  document.querySelector('.connection').textContent = isNarrow
    ? isChinese ? '重连中…' : 'reconnecting …'
    : isChinese ? '已连接（重连 12 次）' : 'live, reconnected 12 times';
  document.querySelector('.shop-clock').textContent = '12:00:00  +365 d';
})()`;

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What WCAG 2.2 AA forbids and a machine can see, contrast included. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<readonly Violation[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => result.violations)`,
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

inBrowser('who reads the console’s page', () => {
  let shop: ConsoleShop;
  let browser: Browser;
  let orderId = '';

  beforeAll(async () => {
    [shop, browser] = await Promise.all([openConsoleShop(), openBrowser(program!)]);
    const one = await ConsolePage.open(browser, shop.url);
    await one.logIn();
    orderId = await one.order(2);
    await one.pay();
    await one.status('PAID');
    await one.page.context().close();
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  const go = async (page: Page, view: string) => {
    await page.evaluate(`location.hash = '${view === 'timeline' ? `order=${orderId}` : view}'`);
    await page.locator(`body[data-view=${view}]`).waitFor();
    if (view === 'timeline') await page.locator('.entry').first().waitFor();
    if (view === 'subscriptions') await page.locator('.subscription').first().waitFor();
    if (view === 'phone') await page.locator('.goods-row').first().waitFor();
  };

  it.each([
    ['light', 'en-US', undefined],
    ['dark', 'zh-CN', undefined],
    ['light', 'zh-CN', small],
    ['dark', 'en-US', small],
  ] as const)('has enough contrast and names everything: %s, %s', async (colorScheme, locale, viewport) => {
    const size = viewport ? { viewport } : {};
    const one = await ConsolePage.open(browser, shop.url, { colorScheme, locale, bypassCSP: true, ...size });
    for (const view of views) {
      await go(one.page, view);
      expect([view, await violations(one.page)]).toEqual([view, []]);
      expect([view, await one.fitsItsWidth()]).toEqual([view, true]);
    }
    expect([one.errors, one.unanswered]).toEqual([[], []]);
    await one.page.context().close();
  });

  it.each(['en-US', 'zh-CN'])(
    'has all of its head in sight at every width, whatever it has to say: %s',
    async (locale) => {
      const one = await ConsolePage.open(browser, shop.url, { locale });
      for (const width of [320, 390, 761, 768, 800, 960, 961, 1100, 1101, 1141, 1241]) {
        await one.page.setViewportSize({ width, height: 768 });
        await one.page.evaluate(LONGEST_HEAD);
        const button = await one.page.locator('.speak').boundingBox();
        expect([width, await one.fitsItsWidth()]).toEqual([width, true]);
        expect(button!.x + button!.width).toBeLessThanOrEqual(width);
      }
      await one.page.context().close();
    },
  );

  it.each([
    ['light', 'en-US', undefined],
    ['dark', 'en-US', small],
  ] as const)('has enough contrast in a cart and among coupons: %s, %s', async (colorScheme, locale, viewport) => {
    const size = viewport ? { viewport } : {};
    const one = await ConsolePage.open(browser, shop.url, {
      hash: '#phone',
      colorScheme,
      locale,
      bypassCSP: true,
      ...size,
    });
    const look = async (screen: string) => {
      expect([screen, await violations(one.page)]).toEqual([screen, []]);
      expect([screen, await one.fitsItsWidth()]).toEqual([screen, true]);
    };
    await one.logIn();
    await one.phone.locator('.goods-row').first().click();
    await one.press('Into the cart');
    await one.phone.getByText('It is in the cart').waitFor();
    await one.tab('Cart');
    await one.phone.locator('.checkout .main').waitFor();
    await look('cart');
    await one.phone.getByRole('button', { name: 'Coupons', exact: true }).click();
    await one.phone.locator('.coupon').first().waitFor();
    await look('coupons');
    await one.page.context().close();
  });

  it('buys with the keyboard alone, and always sees where it is', async () => {
    const one = await ConsolePage.open(browser, shop.url);
    const { page } = one;
    const focused = () => page.evaluate<{ name: string; isSeen: boolean }>(FOCUSED);
    const tabTo = async (name: RegExp) => {
      for (let step = 0; step < 60; step++) {
        await page.keyboard.press('Tab');
        const now = await focused();
        expect(now).toEqual({ ...now, isSeen: true });
        if (name.test(now.name)) return page.keyboard.press('Enter');
      }
      throw new Error(`No key leads to ${name}`);
    };

    await page.keyboard.press('Tab');
    expect((await focused()).name).toBe('Skip to what the system does');
    expect(await page.locator('.skip').boundingBox()).toMatchObject({ y: 0 });
    await tabTo(/^Log in with WeChat$/);
    await one.phone.getByText('Welcome, ').waitFor();
    await one.phone.locator('.goods-row').first().waitFor();
    await tabTo(/¥/);
    await one.phone.locator('.choice').first().waitFor();
    await tabTo(/^Buy$/);
    await one.phone.locator('.checkout .main').waitFor();
    await tabTo(/^Place the order$/);
    await one.status('CREATED');
    await tabTo(/^Pay with WeChat$/);
    await one.phone.getByRole('dialog').waitFor();
    expect((await focused()).name).toBe('Pay');
    await page.keyboard.press('Enter');
    await one.status('PAID');
    await tabTo(/^Timeline of this order$/);
    await page.locator('.entry').first().waitFor();
    await tabTo(/order\.paid/);
    await page.locator('.facts', { hasText: 'delivered' }).waitFor();
    await page.locator('.light').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'What must hold' }).waitFor();
    await page.keyboard.press('Escape');
    expect((await focused()).name).toMatch(/^I1/);
    expect(one.errors).toEqual([]);
  });
});
