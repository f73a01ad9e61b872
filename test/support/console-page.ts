import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { until } from './until.js';

const WAIT_MS = 120_000;

/** What a browser says by itself of an answer that is no success; the page handles those. */
const UNANSWERED = /^Failed to load resource/;

/** The console as somebody with a browser has it, in English unless said. */
export class ConsolePage {
  /** Errors of the page's own. */
  readonly errors: string[] = [];
  /** What the browser said about answers and connections. */
  readonly unanswered: string[] = [];

  private constructor(readonly page: Page) {
    page.setDefaultTimeout(WAIT_MS);
    page.on('pageerror', ({ message }) => this.errors.push(message));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      (UNANSWERED.test(message.text()) ? this.unanswered : this.errors).push(message.text());
    });
  }

  static async open(
    browser: Browser,
    url: string,
    { hash = '', ...options }: BrowserContextOptions & { hash?: string } = {},
  ): Promise<ConsolePage> {
    const viewport = { width: 1440, height: 900 };
    const page = await browser.newPage({ locale: 'en-US', viewport, reducedMotion: 'reduce', ...options });
    const one = new ConsolePage(page);
    await page.goto(`${url}/console${hash}`);
    await page.locator('.top').waitFor();
    return one;
  }

  get phone(): Locator {
    return this.page.locator('#phone');
  }

  view(name: string): Promise<void> {
    return this.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click();
  }

  press(name: string): Promise<void> {
    return this.phone.getByRole('button', { name, exact: true }).click();
  }

  tab(name: string): Promise<void> {
    return this.phone
      .getByRole('navigation')
      .getByRole('button', { name: new RegExp(`^${name}\\b`) })
      .click();
  }

  async logIn(): Promise<void> {
    await this.press('Log in with WeChat');
    await this.phone.getByText('Welcome, ').waitFor();
  }

  /** Puts a unit of each of so many products into the cart and orders them; answers the order's id. */
  async order(products = 1): Promise<string> {
    for (let at = 0; at < products; at++) {
      await this.tab('Home');
      await this.phone.locator('.goods-row').nth(at).click();
      await this.press('Into the cart');
      await this.phone.getByText('It is in the cart').waitFor();
    }
    await this.tab('Cart');
    await this.press('Place the order');
    const order = this.phone.locator('[data-order]');
    await order.locator('[data-status]').waitFor();
    return (await order.getAttribute('data-order')) ?? '';
  }

  async pay(): Promise<void> {
    await this.press('Pay with WeChat');
    await this.press('Pay');
  }

  status(status: string): Promise<void> {
    return this.phone.locator(`[data-order] [data-status=${status}]`).waitFor();
  }

  async untilGreen(): Promise<void> {
    await until(async () => (await this.page.locator('.light[data-state=green]').count()) === 4);
  }

  async untilConnection(text: RegExp): Promise<void> {
    await this.page.locator('.connection', { hasText: text }).waitFor();
  }

  fitsItsWidth(): Promise<boolean> {
    return this.page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');
  }
}
