import { ask } from '../api.js';
import { h } from '../dom.js';
import { dateTime } from '../format.js';
import { action, callBehind, scroller } from '../parts.js';
import { t, word } from '../texts.js';

/** Who is to hear of what, and who has. */
export function subscriptionsView() {
  const list = h('ol', { class: 'subscriptions' });
  const orphans = h('div', { class: 'orphans small', hidden: true });
  const unread = h('p', { class: 'empty', hidden: true }, t('subs.unread'));

  function handlerRow({ context, handler, transaction, declared, observed }) {
    const seen = observed.count > 0;
    const state = !declared
      ? t('subs.unknown')
      : seen
        ? t('subs.observed', { count: observed.count })
        : t('subs.unseen');
    return h(
      'li',
      {},
      h('span', { class: 'chip blue' }, word('context', context)),
      h('code', {}, handler),
      transaction && h('span', { class: 'chip' }, t('subs.transaction')),
      h('span', { class: `chip ${!declared ? 'bad' : seen ? 'good' : ''} num` }, state),
      seen && h('time', { class: 'small quiet num' }, dateTime(observed.lastAt)),
    );
  }

  function eventRow({ type, from, says, recorded }, subscriptions) {
    const mine = subscriptions.filter((one) => one.type === type);
    const nobody = h('li', { class: 'small quiet' }, t('subs.nobody'));
    return h(
      'li',
      { class: 'subscription' },
      h(
        'div',
        { class: 'row' },
        h('code', { class: 'event-type' }, type),
        h('span', { class: 'chip' }, word('context', from)),
        h('span', { class: 'small quiet num' }, t('subs.recorded', { count: recorded.count })),
      ),
      h('p', { class: 'small quiet', lang: 'en' }, says),
      h('ul', { class: 'handlers' }, mine.length > 0 ? mine.map(handlerRow) : nobody),
    );
  }

  function orphanRow(name, items) {
    const text = (item) => (typeof item === 'string' ? item : `${item.type} → ${item.handler}`);
    return h(
      'p',
      {},
      h('strong', {}, t(`subs.orphan.${name}`)),
      ' ',
      items.length > 0 ? items.map((item) => h('code', { class: 'chip' }, text(item))) : t('subs.none'),
    );
  }

  async function load() {
    const { subscriptions, events, orphans: without } = await ask('GET', '/console/subscriptions');
    orphans.hidden = false;
    unread.hidden = true;
    list.replaceChildren(...events.map((event) => eventRow(event, subscriptions)));
    orphans.replaceChildren(...Object.entries(without).map(([name, items]) => orphanRow(name, items)));
  }

  const again = action(t('subs.again'), load, { kind: 'tiny', picture: 'again' });
  const element = h(
    'section',
    { class: 'panel subs', 'aria-label': t('subs.title') },
    h(
      'header',
      { class: 'panel-head' },
      h('h2', {}, t('subs.title')),
      again,
      callBehind(() => ({ method: 'GET', path: '/console/subscriptions' })),
    ),
    h('p', { class: 'small quiet pad' }, t('subs.says')),
    orphans,
    unread,
    scroller(t('subs.title'), list),
  );
  // What was read stays while the shop is away.
  const reload = () => load().catch(() => (unread.hidden = list.childElementCount > 0));
  void reload();
  return { element, hear: (type) => type === 'back' && void reload() };
}
