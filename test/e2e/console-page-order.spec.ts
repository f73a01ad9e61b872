import type { Browser, Page } from 'playwright-core';
import { findBrowser, openBrowser } from '../support/browser.js';
import { openSources, within } from '../support/console-sources.js';

const program = findBrowser();
const inBrowser = program === null ? describe.skip : describe;

inBrowser('an order from the cart of the console’s phone', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser(program!);
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    page = await openSources(browser, () => undefined);
  });
  afterEach(() => page.context().close());

  const order = (meanwhile: string) =>
    within<unknown>(
      page,
      'phone/phone',
      `let placed;
       const never = () => new Promise(() => undefined);
       const tea = {
         skuId: 'tea', productId: 'tea', productName: 'tea', skuName: '', imageUrl: '', quantity: 1, selected: true,
         priceFen: 1, addedPriceFen: 1, state: 'orderable', available: 9,
       };
       const costs = { goodsFen: 1, freightFen: 0, discountFen: 0, totalFen: 1, coupons: [] };
       const shopper = (number) => {
         const one = {
           number, cart: null, mine: new Set(), name: () => 'Shopper ' + number, isSignedIn: true,
           stack: [{ name: 'cart', given: {} }],
           readCart: async () => { one.cart = { lines: one.mine.size > 0 ? [] : [tea] }; },
           shop: {
             cart: { order: () => new Promise((answer) => { placed = answer; }) },
             orders: { quote: async () => costs, get: never, all: () => ({ next: never }) },
           },
         };
         return one;
       };
       const all = [shopper(0), shopper(1)];
       const app = { shopper: all[0], isStaff: false, shoppers: { all, isFull: true }, now: () => 0, store: { events: new Map() } };
       let { element } = module.phoneView(app);
       document.body.append(element);
       const find = (name) => [...element.querySelectorAll('button')].find((one) => one.textContent.includes(name));
       const eventually = async (read) => {
         for (;;) {
           const found = read();
           if (found) return found;
           await new Promise((done) => setTimeout(done, 5));
         }
       };
       (await eventually(() => find('Place the order'))).click();
       ${meanwhile}
       placed({ id: '01ABC' });
       await eventually(() => all[0].cart.lines.length === 0);
       const shown = element.querySelector('.screen').dataset.screen;
       return [shown, ...all.map(({ stack }) => stack.map(({ name }) => name).join())];`,
    );

  it('waits on its own phone while somebody else is seen', async () => {
    expect(await order(`find('Shopper 1').click();`)).toEqual(['cart', 'orders,order', 'cart']);
  });

  it('is shown also when the page was built in another language meanwhile', async () => {
    const rebuilt = `const before = element;
      ({ element } = module.phoneView(app));
      before.replaceWith(element);`;
    expect(await order(rebuilt)).toEqual(['order', 'orders,order', 'cart']);
  });
});
