import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

export const SITE = 'http://shop.invalid';
const SOURCES = join(__dirname, '../../src/console');

/** What stands for the feed: the test says what it tells. */
const FEED = `window.EventSource = class extends EventTarget {
  constructor(url) { super(); this.url = url; window.feed = this; }
  close() {}
  tell(type, data) { this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) })); }
}`;

/**
 * A browser that can load modules of the console's page, with no shop behind them.
 *
 * @param answerOf what the shop answers to `GET /path`; undefined: nothing
 */
export async function openSources(browser: Browser, answerOf: (line: string) => unknown): Promise<Page> {
  const page = await browser.newPage({ locale: 'en-US' });
  await page.addInitScript(FEED);
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><p id="toast">' });
    if (pathname.startsWith('/console/page/')) {
      const body = readFileSync(join(SOURCES, pathname.replace('/console/', '')), 'utf8');
      return route.fulfill({ contentType: 'text/javascript', body });
    }
    const data = answerOf(`${route.request().method()} ${pathname}`);
    return data === undefined ? route.abort() : route.fulfill({ json: { code: 200, data } });
  });
  await page.goto(SITE);
  return page;
}

/** Runs this with what a module exports in scope. */
export const within = <T>(page: Page, module: string, work: string): Promise<T> =>
  page.evaluate<T>(`import('/console/page/${module}.js').then(async (module) => { ${work} })`);
