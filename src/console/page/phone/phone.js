import { h, keyed, mark, say } from '../dom.js';
import { icon } from '../icons.js';
import { action } from '../parts.js';
import { t } from '../texts.js';
import { cartScreen } from './cart.js';
import { couponsScreen } from './coupons.js';
import { homeScreen } from './home.js';
import { meScreen } from './me.js';
import { orderScreen } from './order.js';
import { ordersScreen } from './orders.js';
import { peopleBar } from './people.js';
import { productScreen } from './product.js';
import { askToPay, closeSheet } from './sheet.js';
import { staffScreen } from './staff.js';
import { NOBODY_ANSWERED } from './wx.js';

const screens = {
  home: homeScreen,
  product: productScreen,
  cart: cartScreen,
  coupons: couponsScreen,
  orders: ordersScreen,
  order: orderScreen,
  me: meScreen,
};
const tabs = [
  { name: 'home', picture: 'home' },
  { name: 'cart', picture: 'cart' },
  { name: 'orders', picture: 'list' },
  { name: 'me', picture: 'person' },
];
const NOTICE_MS = 5_000;

/**
 * The phone on the left: whose it is, and what is on its screen. A screen is
 * `{title, element, open?(), refresh?(), hear?(type, data): boolean, tick?()}`.
 */
export function phoneView(app) {
  const back = h('button', { type: 'button', class: 'button bare', 'aria-label': t('phone.back') }, icon('back'));
  const title = h('h2', { class: 'screen-title', tabindex: '-1' });
  const bar = h('div', { class: 'screen-bar' }, back, title);
  const body = h('div', { class: 'screen-body', tabindex: '0', role: 'group', 'aria-label': t('phone.screen') });
  const foot = h('nav', { class: 'screen-tabs', 'aria-label': t('phone.tabs') });
  const notice = h('p', { class: 'screen-notice', role: 'status' });
  const place = h('div', { class: 'sheet-place' });
  const frame = h('div', { class: 'screen' }, bar, body, foot, notice, place);
  let screen = null;
  let hiding;

  /**
   * What the screens of a shopper may do; null stands for the shop's own people. What was begun goes on while somebody
   * else's screen is seen, and then neither moves it nor says anything on it. It also goes on when the page is built in
   * another language meanwhile: what is seen then is `app.phone`, and no more this one.
   */
  function contextOf(shopper) {
    const isSeen = () => shopper === (app.isStaff ? null : app.shopper);
    const ctx = {
      app,
      shopper,
      shop: shopper?.shop,
      /** Opens a screen; a tab's screen stands on no other. */
      go(name, given = {}) {
        const isTab = tabs.some((tab) => tab.name === name);
        shopper.stack = isTab ? [{ name, given }] : [...shopper.stack, { name, given }];
        if (isSeen()) app.phone.show(true);
      },
      tell(text) {
        if (isSeen()) app.phone.tell(text);
      },
      /** A button on the screen: it waits while its work is done, and the screen says what went wrong. */
      button: (text, work, kind = '', more = {}) => action(text, () => ctx.running(work), { kind, ...more }),
      async running(work) {
        const isInside = body.contains(document.activeElement);
        try {
          return await work();
        } catch (error) {
          ctx.tell(error.data?.detail === NOBODY_ANSWERED ? t('error.noAnswer') : error.message);
          return undefined;
        } finally {
          // The button is gone, and whoever pressed it by a key would be nowhere.
          if (isInside && isSeen() && document.activeElement === document.body) title.focus({ preventScroll: true });
        }
      },
      drawPeople: () => app.phone.drawPeople(),
      drawTabs: () => app.phone.drawTabs(),
      /** Whether the feed tells that the cart has heard of an order of this shopper's. */
      isOfMyCart: (type, data) =>
        type === 'inbox' && data.context === 'cart' && shopper.mine.has(app.store.events.get(data.eventId)?.orderId),
    };
    return ctx;
  }

  back.onclick = () => {
    app.shopper.stack.pop();
    show(true);
  };

  const people = peopleBar(app, {
    choose(shopper) {
      Object.assign(app, { shopper, isStaff: false });
      show(false);
    },
    add() {
      Object.assign(app, { shopper: equip(app.shoppers.add()), isStaff: false });
      show(false);
    },
    openStaff() {
      app.isStaff = true;
      show(false);
    },
  });

  const drawEach = keyed(
    foot,
    ({ name }) => name,
    ({ name, picture }) => {
      const count = h('span', { class: 'count num' });
      const press = () => contextOf(app.shopper).go(name);
      const button = h(
        'button',
        { type: 'button', onclick: press },
        icon(picture),
        h('span', {}, t(`tab.${name}`)),
        count,
      );
      return {
        element: button,
        update() {
          mark(button, 'aria-current', app.shopper.stack[0].name === name ? 'page' : null);
          const pieces = (app.shopper.cart?.lines ?? []).reduce((sum, { quantity }) => sum + quantity, 0);
          say(count, name === 'cart' && pieces > 0 ? pieces : '');
        },
      };
    },
  );
  const drawTabs = () => drawEach(app.isStaff ? [] : tabs);

  /** @param {boolean} isMoved whether somebody went to another screen, and wants to be there with the keyboard too */
  function show(isMoved) {
    const { name, given } = app.shopper.stack.at(-1);
    const ctx = contextOf(app.isStaff ? null : app.shopper);
    closeSheet();
    screen = app.isStaff ? staffScreen(ctx) : screens[name](ctx, given);
    back.hidden = app.isStaff || app.shopper.stack.length === 1;
    say(title, screen.title);
    body.replaceChildren(screen.element);
    body.scrollTop = 0;
    mark(frame, 'data-screen', app.isStaff ? 'staff' : name);
    say(notice, '');
    people.update();
    drawTabs();
    if (isMoved) title.focus({ preventScroll: true });
    if (screen.open) void ctx.running(screen.open);
  }

  const equip = (shopper) => {
    // A phone nobody looks at pays nothing.
    shopper.sheet = async () =>
      app.shopper === shopper && !app.isStaff && askToPay(place, { name: shopper.name(), totalFen: shopper.payingFen });
    return shopper;
  };
  app.shoppers.all.forEach(equip);

  // What happens to an order that is looked at is seen at once.
  let waiting;
  const hear = (type, data) => {
    const isOfScreen = type === 'back' || screen.hear?.(type, data);
    if (!isOfScreen) hearOfCarts(type, data);
    if (!isOfScreen || !screen.refresh) return;
    clearTimeout(waiting);
    const seen = screen;
    waiting = setTimeout(() => {
      if (seen === screen) void seen.refresh().catch(() => undefined);
    }, 150);
  };

  /** What an order took out of a cart, or gave back, changes the number at the tab where no cart is looked at. */
  function hearOfCarts(type, data) {
    const shopper = app.shoppers.all.find((one) => contextOf(one).isOfMyCart(type, data));
    if (shopper) void shopper.readCart().then(drawTabs, () => undefined);
  }

  app.phone = {
    show,
    drawTabs,
    drawPeople: () => people.update(),
    tell(text) {
      say(notice, text);
      clearTimeout(hiding);
      hiding = setTimeout(() => say(notice, ''), NOTICE_MS);
    },
  };
  show(false);
  const element = h('section', { class: 'phone', id: 'phone', 'aria-label': t('phone.name') }, people.element, frame);
  return { element, hear, update: () => screen.tick?.() };
}
