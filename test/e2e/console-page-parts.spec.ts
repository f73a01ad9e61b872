import type { Browser, Page } from 'playwright-core';
import { findBrowser, openBrowser } from '../support/browser.js';
import { openSources, SITE, within as run } from '../support/console-sources.js';
import { until } from '../support/until.js';

const program = findBrowser();
const inBrowser = program === null ? describe.skip : describe;

/** Modules of the page in a browser, with no shop behind them. */
inBrowser('a part of the console’s page', () => {
  let browser: Browser;
  let page: Page;
  /** What the shop answers, by method and path; a function is awaited. */
  let answers: Record<string, unknown>;
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser(program!);
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    answers = {};
    page = await openSources(browser, (line) => answers[line]);
    page.on('pageerror', ({ message }) => errors.push(message));
  });
  afterEach(async () => {
    await page.context().close();
    expect(errors.splice(0)).toEqual([]);
  });

  const within = <T>(module: string, work: string): Promise<T> => run<T>(page, module, work);

  const PEOPLE = `const place = document.createElement('div');
    document.body.append(place);
    const one = module.askToPay(place, { name: 'Hong', totalFen: 100 });`;

  it('a payment sheet that another one replaces is answered: nobody paid', async () => {
    const told = await within<unknown>(
      'phone/sheet',
      `${PEOPLE}
       const other = module.askToPay(place, { name: 'Ming', totalFen: 200 });
       const first = await one;
       place.querySelector('.main').click();
       return [first, await other, place.children.length];`,
    );
    expect(told).toEqual([false, true, 0]);
  });

  it('a payment sheet that is taken away is answered, and leaves the focus to whoever has it', async () => {
    const told = await within<unknown>(
      'phone/sheet',
      `${PEOPLE}
       const elsewhere = document.createElement('button');
       document.body.append(elsewhere);
       elsewhere.focus();
       module.closeSheet();
       module.closeSheet();
       return [await one, place.children.length, document.activeElement === elsewhere];`,
    );
    expect(told).toEqual([false, 0, true]);
  });

  it('of two reads the one asked for last is shown, whichever is answered first', async () => {
    const shown = await within<unknown>(
      'phone/parts',
      `const answers = [];
       const shown = [];
       const read = module.newest(() => new Promise((answer) => answers.push(answer)), (text) => shown.push(text));
       const all = [read(), read()];
       answers[1]('new');
       answers[0]('old');
       await Promise.all(all);
       return shown;`,
    );
    expect(shown).toEqual(['new']);
  });

  it('a command survives a quote in the address and in the body', async () => {
    const command = await within<string>(
      'sent',
      `return module.curl({ method: 'POST', path: "/api/v1/products?q=it's", body: { note: "it's", code: 'secret' } });`,
    );
    expect(command).toContain(String.raw`curl -X POST '${SITE}/api/v1/products?q=it'\''s'`);
    expect(command).toContain(String.raw`-d '{"note":"it'\''s","code":"'"$CODE"'"}'`);
  });

  it('a request of others is a command with its ids in it; what went to no route is none', async () => {
    const requests = await within<unknown>(
      'system/traces',
      `return [
         { kind: 'request', name: 'POST /api/v1/admin/orders/:id/shipment', about: ['01ABC'] },
         { kind: 'request', name: 'GET /uploads/*', about: ['a b/c.jpg'] },
         { kind: 'request', name: 'GET /api/v1/products/:id', about: [] },
         { kind: 'request', name: 'GET', about: [] },
         { kind: 'job', name: 'Expire orders', about: [] },
       ].map(module.requestOf);`,
    );
    expect(requests).toEqual([
      { method: 'POST', path: '/api/v1/admin/orders/01ABC/shipment', as: 'staff' },
      { method: 'GET', path: '/uploads/a%20b/c.jpg', as: 'shopper' },
      { method: 'GET', path: '/api/v1/products/:id', as: 'nobody' },
      null,
      null,
    ]);
  });

  it('a row that was opened is open again when the filter has taken it away and back', async () => {
    const work = { traceId: 't', at: '2026-11-26T06:00:00.000Z', context: null, event: null, requestId: null };
    const told = await within<unknown>(
      'system/traces',
      `const ended = { ms: 1, status: 200, error: null, about: [], spans: [], more: 0 };
       const traces = [{ ...${JSON.stringify(work)}, ...ended, spanId: 's', kind: 'request', name: 'GET /api/v1/orders' }];
       const view = module.tracesView({ store: { traces } });
       document.body.append(view.element);
       const head = () => document.querySelector('.trace-head');
       const filter = document.querySelector('select');
       const choose = (kind) => { filter.value = kind; filter.onchange(); };
       head().click();
       choose('job');
       const gone = head();
       choose('all');
       return [gone, head().getAttribute('aria-expanded'), document.querySelector('.trace-more').hidden];`,
    );
    expect(told).toEqual([null, 'true', false]);
  });

  describe('that is told of faults', () => {
    const fault = { kind: 'wechat', parameters: {}, setAt: '', hits: 2, left: null };
    const LIST = { items: [], kinds: [] };

    const view = (items: readonly object[]) =>
      within<void>(
        'system/faults',
        `window.now = 0;
         window.taken = [];
         const store = { faults: { items: ${JSON.stringify(items)}, kinds: [] }, take: (...all) => window.taken.push(all) };
         window.view = module.faultsView({ store, now: () => window.now });
         document.body.append(window.view.element);`,
      );
    const facts = () => page.locator('.active .num').innerText();

    it('counts down, and keeps the button somebody is on', async () => {
      await view([{ ...fault, id: 'a', endsAt: new Date(50_000).toISOString() }]);
      expect(await facts()).toBe('struck 2 times · ends in 50 s');
      await page.locator('.active button').focus();
      await page.evaluate('window.now = 30_000; window.view.update()');
      expect(await facts()).toBe('struck 2 times · ends in 20 s');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('End');
    });

    it('says nothing of an end that is not known, or is over by a clock that was put ahead', async () => {
      const past = new Date(0).toISOString();
      await view([null, past].map((endsAt, at) => ({ ...fault, id: `${at}`, endsAt })));
      expect(await page.locator('.active .num').allInnerTexts()).toEqual(['struck 2 times', 'struck 2 times']);
    });

    it('takes what ending one answers', async () => {
      answers['DELETE /console/faults/a'] = LIST;
      await view([{ ...fault, id: 'a', endsAt: null }]);
      await page.locator('.active button').click();
      await until(() => page.evaluate<boolean>('window.taken.length > 0'));
      expect(await page.evaluate('window.taken')).toEqual([['faults', LIST]]);
    });
  });

  describe('that follows the feed', () => {
    const state = {
      run: 'A',
      lastEventId: 'A-1',
      now: '2026-11-26T06:00:00.000Z',
      aheadMs: 0,
      burst: null,
      faults: { items: [], kinds: [] },
      outbox: [],
      notifications: [],
      stock: [],
    };
    const reads: string[] = [];
    const spans = () => page.evaluate<string[]>('store.traces.map(({ spanId }) => spanId)');

    beforeEach(async () => {
      reads.length = 0;
      answers['GET /console/state'] = state;
      page.on('request', (request) => request.url().endsWith('/console/state') && reads.push(request.url()));
      await within('store', 'window.store = module.createStore(); await window.store.start();');
      await page.evaluate(`feed.tell('hello', { run: 'A', resumed: true });
        feed.tell('trace.began', { spanId: 'ended', kind: 'request' });
        feed.tell('trace.ended', { spanId: 'ended', kind: 'request', ms: 1 });
        feed.tell('trace.began', { spanId: 'begun', kind: 'request' });`);
      expect([reads.length, await spans()]).toEqual([1, ['begun', 'ended']]);
    });

    /** The connection is lost, and there is another one. */
    async function again(hello: object): Promise<void> {
      await page.evaluate('window.lost = feed; feed.onerror()');
      await until(() => page.evaluate<boolean>('feed !== lost'));
      await page.evaluate(`feed.tell('hello', ${JSON.stringify(hello)})`);
    }

    it('drops what a process that is gone had under way, keeps what has ended, and reads the state again', async () => {
      await again({ run: 'B', resumed: false });
      expect(await spans()).toEqual(['ended']);
      await until(() => reads.length === 2);
    });

    it('reads the state again where messages of the same process are missing', async () => {
      await again({ run: 'A', resumed: false });
      await until(() => reads.length === 2);
    });

    it('reads nothing again where none is missing', async () => {
      await again({ run: 'A', resumed: true });
      expect([reads.length, await spans()]).toEqual([1, ['begun', 'ended']]);
    });
  });

  it('lights that are open are looked at anew and drawn then, not because time goes by, and are unknown while the shop is away', async () => {
    const told = await within<unknown>(
      'lights',
      `const look = (says) => ({ checkedAt: 0, tookMs: 1, lights: [{ id: 'I1', says, state: 'green', problems: [], waiting: [] }] });
       const looks = [];
       const store = { connection: 'live', lights: look('first'), look: async () => looks.push('anew') };
       const view = module.lightsView({ store });
       document.body.append(view.element, view.dialog);
       document.querySelector('.light').click();
       const facts = () => view.dialog.querySelector('.light-facts');
       const before = facts();
       view.update();
       const same = facts() === before;
       store.lights = look('second');
       view.update();
       const isSecond = /second/.test(facts().textContent);
       store.connection = 'lost';
       view.update();
       const state = document.querySelector('.light').dataset.state;
       return [same, looks, isSecond, state, /: green as of .*does not answer/.test(document.querySelector('.light').textContent)];`,
    );
    expect(told).toEqual([true, ['anew'], true, 'unknown', true]);
  });

  it('what is due says so, and no more that it is in 0 ms', async () => {
    answers['GET /console/clock'] = {};
    const due = await within<unknown>(
      'system/time',
      `const next = { paymentTimeOut: new Date(0).toISOString(), automaticReceipt: null, wechatRetry: new Date(60_000).toISOString() };
       const store = { clock: { aheadMs: 0, next }, state: { can: {} }, setClock() {} };
       const view = module.timeView({ store, now: () => 1 });
       return [...view.element.querySelectorAll('.moves .row .num')].map(({ textContent }) => textContent);`,
    );
    expect(due).toEqual(['', '', 'due now', 'none is due', 'in 60 s']);
  });
});
