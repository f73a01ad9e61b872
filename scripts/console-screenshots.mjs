// npm run docs:screenshots: pictures of the console's page for the docs, taken of a shop that is started for them.
// Needs Chromium on the PATH, and a font with Chinese (Debian: chromium, fonts-noto-cjk).
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './lib/checkout.mjs';
import { findProgram, freePort, PrivateServer } from './lib/private-server.mjs';

const folder = join(root, 'docs/images');
const LARGEST = 300 * 1024;
const laptop = { width: 1440, height: 900 };
const small = { width: 390, height: 844 };
const words = {
  en: {
    more: 'More',
    logIn: 'Log in with WeChat',
    coupons: 'Coupons to take',
    take: 'Take it',
    order: 'Place the order',
    pay: 'Pay with WeChat',
    letIn: 'Let them in',
  },
  zh: {
    more: '添加',
    logIn: '微信登录',
    coupons: '领券中心',
    take: '领取',
    order: '提交订单',
    pay: '微信支付',
    letIn: '开抢',
  },
};

const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const server = new PrivateServer();
server.start(process.execPath, [join(root, 'dist/src/main.js')], {
  NODE_ENV: 'development',
  HOST: '127.0.0.1',
  PORT: String(port),
  PUBLIC_BASE_URL: base,
  LOG_LEVEL: 'warn',
  DATABASE_URL: `sqlite:${join(server.folder, 'shop.sqlite')}`,
  RATE_LIMIT_LOGIN_PER_MINUTE: '0',
  RATE_LIMIT_PER_MINUTE: '0',
  UPLOADS_PATH: join(server.folder, 'uploads'),
});

try {
  const isReady = () =>
    fetch(`${base}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  if (!(await server.becomes(isReady))) throw new Error('The shop did not start');
  mkdirSync(folder, { recursive: true });
  const executablePath = findProgram('chromium', 'chromium-browser', 'google-chrome');
  if (!executablePath) throw new Error('There is no Chromium on the PATH');
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  for (const language of ['en', 'zh']) await live(browser, language);
  await rest(browser);
  await browser.close();
} finally {
  await server.stop();
}

/** Somebody pays, and the news is on its way. */
async function live(browser, language) {
  const page = await open(browser, language, laptop, 'light');
  await collect(page, language, language === 'en' ? 0 : 1);
  await buy(page, language);
  await page.locator('.arrow.event.lit').nth(1).waitFor({ state: 'attached' });
  await save(page, `console-live.${language}`);
  await page.context().close();
}

async function rest(browser) {
  const page = await open(browser, 'en', laptop, 'light', '#faults');
  await collect(page, 'en', 2);
  await buy(page, 'en');
  await page.locator('[data-status=PAID]').waitFor();
  await page.getByRole('button', { name: words.en.letIn }).click();
  await page.locator('.outcome', { hasText: 'Exactly' }).waitFor({ timeout: 120_000 });
  await page
    .locator('.fault[data-kind=notification-lost]')
    .getByRole('button', { name: /^Start/ })
    .click();
  await page.locator('.fault .active').waitFor();
  await page.locator('#toast:empty').waitFor({ state: 'attached' });
  await allGreen(page);
  await save(page, 'console-faults');
  const order = await page.locator('[data-order]').getAttribute('data-order');
  await page.context().close();

  const timeline = await open(browser, 'en', { ...laptop, height: 780 }, 'dark', `#order=${order}`);
  await timeline.locator('.entry', { hasText: 'order.paid' }).first().click();
  await save(timeline, 'console-timeline');
  await timeline.context().close();

  const phone = await open(browser, 'zh', small, 'light', '#phone');
  await collect(phone, 'zh', 3);
  await save(phone, 'console-phone');
}

async function open(browser, language, viewport, colorScheme, hash = '') {
  const locale = language === 'zh' ? 'zh-CN' : 'en-US';
  const page = await browser.newPage({ viewport, colorScheme, locale });
  await page.goto(`${base}/console${hash}`);
  await allGreen(page);
  return page;
}

function allGreen(page) {
  return page.locator('.light[data-state=green]').nth(3).waitFor({ state: 'attached' });
}

/** Somebody logs in, takes the demo's coupon, of which there is one for each person, and puts goods into the cart. */
async function collect(page, language, person) {
  const said = words[language];
  const press = (name) => page.locator('#phone').getByRole('button', { name, exact: true }).click();
  const tab = (at) => page.locator('.screen-tabs button').nth(at).click();
  for (let one = 0; one < person; one++) await press(said.more);
  await press(said.logIn);
  await page.locator('.greeting .main').waitFor({ state: 'detached' });
  await press(said.coupons);
  await press(said.take);
  await page.locator('[data-coupon=UNUSED]').waitFor();
  for (const at of [5, 6]) {
    await tab(0);
    await page.locator('.goods-row').nth(at).click();
    await page.locator('.two button').first().click();
    await page.locator('.screen-notice:not(:empty)').waitFor();
  }
  await tab(1);
  await page.locator('.checkout .good-text').waitFor();
}

async function buy(page, language) {
  const said = words[language];
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  await press(said.order);
  await press(said.pay);
  await page.locator('.sheet .main').click();
}

async function save(page, name) {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  const { size } = statSync(path);
  if (size > LARGEST) throw new Error(`${path} is too large: ${size} bytes`);
  console.log(`${path}: ${Math.round(size / 1024)} KB`);
}
