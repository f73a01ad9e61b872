import { h, mark, say } from './dom.js';
import { clockTime, duration } from './format.js';
import { icon } from './icons.js';
import { lightsView } from './lights.js';
import { isNarrow } from './looks.js';
import { language, t } from './texts.js';

export const views = [
  { name: 'phone', picture: 'phone' },
  { name: 'live', picture: 'pulse' },
  { name: 'timeline', picture: 'route' },
  { name: 'faults', picture: 'bolt' },
  { name: 'subscriptions', picture: 'table' },
];

const backAfter = (losses) => (losses === 1 ? t('connection.backOnce') : t('connection.back', { count: losses }));

/** Where one is, how the shop is, what time it is there, and which language is spoken. */
export function headerView(app) {
  const { store } = app;
  const lights = lightsView(app);
  const connection = h('span', { class: 'connection', role: 'status' });
  const clock = h('span', { class: 'shop-clock num', title: t('time.title') });
  const other = language() === 'zh' ? { code: 'en', name: 'English' } : { code: 'zh-CN', name: '中文' };
  const speak = h(
    'button',
    {
      type: 'button',
      class: 'button bare speak',
      lang: other.code,
      onclick: () => app.speak(language() === 'zh' ? 'en' : 'zh'),
    },
    other.name,
  );
  const links = views.map(({ name, picture }) => ({
    name,
    element: h(
      'a',
      { href: `#${name}`, class: `view-link to-${name}` },
      icon(picture),
      h('span', {}, t(`view.${name}`)),
    ),
  }));
  const logo = h('img', { src: '/console/page/icon.svg', alt: '', width: 28, height: 28 });

  function update() {
    const { name } = app.route;
    for (const link of links) mark(link.element, 'aria-current', link.name === name ? 'page' : null);
    const now = t(`connection.${store.connection}`);
    const word = store.connection === 'live' && store.losses > 0 ? backAfter(store.losses) : now;
    // On a phone there is no room for more.
    say(connection, isNarrow.matches ? now : word);
    mark(connection, 'title', word);
    mark(connection, 'data-state', store.connection);
    const aheadMs = store.clock?.aheadMs ?? 0;
    say(clock, `${clockTime(app.now())}${aheadMs > 0 ? `  +${duration(aheadMs)}` : ''}`);
    mark(clock, 'data-ahead', aheadMs > 0 ? 'yes' : null);
    lights.update();
  }
  update();
  const element = h(
    'header',
    { class: 'top' },
    h('h1', {}, logo, h('span', {}, t('name'), h('small', {}, t('console')))),
    h(
      'nav',
      { class: 'views', 'aria-label': t('views') },
      links.map((link) => link.element),
    ),
    lights.element,
    h('div', { class: 'where' }, clock, connection, speak),
  );
  return { element, dialog: lights.dialog, update };
}
