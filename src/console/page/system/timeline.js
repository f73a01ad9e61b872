import { ask } from '../api.js';
import { h, keyed, mark, say } from '../dom.js';
import { exactTime, yuan } from '../format.js';
import { icon } from '../icons.js';
import { isDark, isStacked } from '../looks.js';
import { action, callBehind, copyText, toast } from '../parts.js';
import { t, word } from '../texts.js';
import { entryFacts } from './entry-facts.js';
import { orderList } from './order-list.js';
import { savePng, saveSvg } from './save-picture.js';
import { detail, titleOf } from './timeline-entries.js';
import { coloursNow, lanesElements, wholePicture } from './timeline-picture.js';

const AGAIN_MS = 350;
const sources = { database: icon('database'), feed: icon('pulse'), wechat: icon('bubble') };

/** All that belongs to one order, in the order of time, a lane for each context. */
export function timelineView(app) {
  const orders = orderList(app);
  const facts = entryFacts();
  const names = h('div', { class: 'lane-names-place' });
  const lanes = h('div', { class: 'lanes-place' });
  const rows = h('ol', { class: 'entries', 'aria-label': t('timeline.entries') });
  const properties = { class: 'picture', tabindex: '0', role: 'group', 'aria-label': t('timeline.title') };
  const picture = h('div', properties, names, lanes, rows);
  const nothing = h('p', { class: 'empty' });
  const status = h('p', { class: 'small quiet num' });
  let data = null;
  let chosen = null;
  let seenAs = '';

  const looks = () => ({ colours: coloursNow(), isNarrow: isStacked.matches });
  const file = () => wholePicture(data, { ...looks(), isNarrow: false });
  const name = () => `order-${data.order.id}`;
  const saving = (label) => ({ kind: 'tiny', picture: 'save', 'aria-label': label });
  const tools = h(
    'div',
    { class: 'row tools' },
    action(t('timeline.link'), () => copyText(location.href), { kind: 'tiny', picture: 'link' }),
    action('SVG', async () => saveSvg(file(), name()), saving(t('timeline.svg'))),
    action('PNG', () => savePng(file(), name()), saving(t('timeline.png'))),
    callBehind(() => ({ method: 'GET', path: `/console/orders/${data.order.id}/timeline` })),
  );

  const draw = keyed(rows, ({ key }) => key, makeRow);

  function makeRow(first) {
    const time = h('time', { class: 'num quiet mono' });
    const title = h('span', { class: 'entry-title' });
    const more = h('span', { class: 'entry-detail quiet' });
    const says = word('source', first.source);
    const picture = sources[first.source].cloneNode(true);
    const source = h(
      'span',
      { class: 'source quiet', title: says },
      picture,
      h('span', { class: 'hidden-text' }, says),
    );
    const words = h('span', { class: 'entry-words' }, title, more);
    const button = h('button', { type: 'button', class: 'entry' }, time, words, source);
    button.onclick = () => {
      chosen = chosen === first.key ? null : first.key;
      show();
      // The facts stand over the lower part of it.
      if (chosen && isStacked.matches) button.scrollIntoView({ block: 'nearest' });
    };
    return {
      element: h('li', {}, button),
      update(entry) {
        say(time, exactTime(entry.at));
        say(title, titleOf(entry));
        say(more, detail(entry));
        mark(button, 'aria-pressed', String(chosen === entry.key));
        mark(button, 'title', `${titleOf(entry)} · ${word('context', entry.lane)} · ${detail(entry)}`);
        mark(button, 'data-kind', entry.kind);
      },
    };
  }

  const seenNow = () => `${isStacked.matches} ${isDark.matches}`;

  function show() {
    if (!data) return;
    seenAs = seenNow();
    const entries = withKeys(data.entries);
    const drawn = lanesElements(data, looks());
    names.replaceChildren(drawn.names);
    lanes.replaceChildren(drawn.lanes);
    draw(entries);
    facts.show(entries.find(({ key }) => key === chosen));
    say(status, `${t(`status.${data.order.status}`)} · ${yuan(data.order.totalFen)} · ${data.order.id}`);
    tools.hidden = false;
  }

  /** With the name of the goods, where it is known. */
  function named(entry) {
    const { productName, skuName } = app.store.stock.get(entry.facts.skuId) ?? {};
    const sku = [productName, skuName].filter(Boolean).join(' · ');
    return sku ? { ...entry, facts: { ...entry.facts, sku } } : entry;
  }

  /** Why there is no picture; null: there is one. */
  function sayNothing(text) {
    say(nothing, text ?? '');
    nothing.hidden = text === null;
    picture.hidden = text !== null;
  }

  async function load() {
    const id = app.route.order;
    if (!id) return;
    try {
      const next = await ask('GET', `/console/orders/${id}/timeline`);
      if (app.route.order !== id) return;
      data = { ...next, entries: next.entries.map(named) };
      show();
    } catch (error) {
      if (error.status === 404 && app.route.order === id) sayNothing(t('timeline.unknown', { id }));
      // While the shop is away, what is seen stays.
      else if (error.status !== 0) toast(error.message);
    }
  }

  const loadAll = () => Promise.all([load(), orders.load().catch(() => undefined)]);

  let waiting = null;
  function hear(type, message) {
    const isOurs = message.orderId !== undefined && message.orderId === app.route.order;
    if (waiting || !(isOurs || ['back', 'inbox', 'outbox', 'trace.ended'].includes(type))) return;
    waiting = setTimeout(
      () => {
        waiting = null;
        if (element.isConnected) void loadAll();
      },
      isOurs ? AGAIN_MS : 4 * AGAIN_MS,
    );
  }

  function open() {
    data = null;
    chosen = null;
    sayNothing(app.route.order ? null : t('timeline.choose'));
    tools.hidden = true;
    facts.show(undefined);
    say(status, '');
    void loadAll();
  }

  const head = h('header', { class: 'panel-head' }, h('h2', {}, t('timeline.title')), status, tools);
  const element = h(
    'div',
    { class: 'timeline' },
    h('div', { class: 'timeline-side' }, orders.element, facts.element),
    h('section', { class: 'panel whole', 'aria-label': t('timeline.title') }, head, nothing, picture),
  );
  open();
  return { element, hear, open, update: () => seenAs !== seenNow() && show() };
}

/** A key for each entry that stays the same when others come between. */
function withKeys(entries) {
  const seen = new Map();
  return entries.map((entry) => {
    const name = `${entry.kind} ${entry.id} ${entry.title}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return { ...entry, key: `${name} ${seen.get(name)}` };
  });
}
