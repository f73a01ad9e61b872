import { h, mark, say } from './dom.js';
import { headerView, views } from './header.js';
import { isDark, isNarrow, isStacked } from './looks.js';
import { phoneView } from './phone/phone.js';
import { createShoppers } from './phone/shoppers.js';
import { createStore } from './store.js';
import { breakView } from './system/break.js';
import { liveView } from './system/live.js';
import { subscriptionsView } from './system/subscriptions.js';
import { timelineView } from './system/timeline.js';
import { language, setLanguage, t } from './texts.js';

const made = { live: liveView, timeline: timelineView, faults: breakView, subscriptions: subscriptionsView };
const store = createStore();
const shoppers = createShoppers();

const app = {
  store,
  shoppers,
  shopper: shoppers.all[0],
  isStaff: false,
  traceKind: 'all',
  route: routeOf(location.hash),
  /** The shop's time, in milliseconds. It goes by itself between two messages about it. */
  now: () => (store.clock ? new Date(store.clock.now).getTime() + Date.now() - store.clockAt : Date.now()),
  speak(next) {
    setLanguage(next);
    shoppers.speak();
    build();
    /** @type {HTMLElement} */ (document.querySelector('.speak')).focus();
  },
};

/** `#live`, `#timeline`, `#faults`, `#subscriptions`, `#phone` (on small screens), `#order=ID`. */
function routeOf(hash) {
  const [name, value] = decoded(hash.slice(1)).split('=');
  if (name === 'order' && value) return { name: 'timeline', order: value };
  return { name: views.some((view) => view.name === name) ? name : 'live', order: null };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

let parts = null;

/** All of the page anew: at the beginning, and in another language. What is known stays in the store. */
function build() {
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
  document.title = `${t('name')} · ${t('console')}`;
  const system = h('div', { id: 'system', class: 'system', tabindex: '-1' });
  parts = { header: headerView(app), phone: phoneView(app), system, view: null, name: '' };
  const skip = h('a', { class: 'skip', href: '#system' }, t('skip'));
  skip.onclick = (event) => {
    event.preventDefault();
    system.focus();
  };
  const page = h('main', { class: 'page' }, parts.phone.element, system);
  document
    .getElementById('app')
    .replaceChildren(
      skip,
      parts.header.element,
      page,
      parts.header.dialog,
      h('p', { id: 'toast', class: 'toast', role: 'status' }),
    );
  open();
}

function open() {
  const { name } = app.route;
  mark(document.body, 'data-view', name);
  const view = name === 'phone' ? 'live' : name;
  if (parts.name !== view) {
    parts.name = view;
    parts.view = made[view](app);
    parts.system.replaceChildren(parts.view.element);
  } else parts.view.open?.();
  update();
}

function update() {
  parts.header.update();
  parts.phone.update();
  parts.view.update?.();
}

function hear(type, data) {
  parts.phone.hear(type, data);
  parts.view.hear?.(type, data);
}

/** Until the shop answers there is nothing to show. */
async function start() {
  for (;;) {
    try {
      return await store.start();
    } catch (error) {
      const place = document.getElementById('app');
      say(place, `${t('connection.none')} ${error.message}`);
      await new Promise((done) => setTimeout(done, 1_500));
    }
  }
}

await start();
// A token that is still good is one's own after a reload as well.
await Promise.all(shoppers.all.map((shopper) => shopper.isKnown() && shopper.recall().catch(() => undefined)));
build();
store.onChange(update);
store.onMessage(hear);
setInterval(update, 1_000);
for (const look of [isNarrow, isStacked, isDark]) look.addEventListener('change', update);
addEventListener('hashchange', () => {
  app.route = routeOf(location.hash);
  open();
});
