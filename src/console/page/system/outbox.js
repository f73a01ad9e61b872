import { ask } from '../api.js';
import { h, keyed, mark, say } from '../dom.js';
import { clockTime, shortId } from '../format.js';
import { action, callBehind, panel, scroller } from '../parts.js';
import { t, word } from '../texts.js';

const SHOWN = 40;
const moods = { pending: 'wait', delivered: 'good', dead: 'bad' };

/** Events as the outbox has them, and which contexts have had each. One that waits can be put aside, one that is dead tried again. */
export function outboxView(app) {
  const { store } = app;
  const list = h('ol', { class: 'outbox' });

  const draw = keyed(
    list,
    ({ id }) => id,
    (first) => {
      const state = h('span', { class: 'chip' });
      const who = h('span', { class: 'arrows' });
      const why = h('p', { class: 'small bad-text' });
      const time = h('time', { class: 'small quiet num' });
      const park = () => ({
        method: 'POST',
        path: `/console/events/${first.id}/park`,
        body: { reason: t('outbox.parkReason') },
      });
      const retry = () => ({ method: 'POST', path: `/console/events/${first.id}/retry`, body: {} });
      const run = async (call) => app.store.take('outbox', await ask(call().method, call().path, call().body));
      const parking = h(
        'span',
        { class: 'row' },
        action(t('outbox.park'), () => run(park), { kind: 'tiny' }),
        callBehind(park),
      );
      const retrying = h(
        'span',
        { class: 'row' },
        action(first.to.length > 0 ? t('outbox.retry') : t('outbox.settle'), () => run(retry), { kind: 'tiny main' }),
        callBehind(retry),
      );
      const order = first.orderId
        ? h(
            'a',
            {
              class: 'small mono',
              href: `#order=${first.orderId}`,
              'aria-label': t('outbox.order', { id: shortId(first.orderId) }),
            },
            shortId(first.orderId),
          )
        : null;
      return {
        element: h(
          'li',
          {},
          h('div', { class: 'news' }, time, h('code', {}, first.type), state),
          h('div', { class: 'row spread' }, who, order),
          why,
          parking,
          retrying,
        ),
        update(event) {
          say(time, clockTime(event.createdAt));
          say(state, `${t(`outbox.${event.status}`)}${event.attempts > 0 ? ` ×${event.attempts}` : ''}`);
          mark(state, 'class', `chip ${moods[event.status]}`);
          const had = store.inbox.get(event.id) ?? [];
          const isDone = ({ handler }) => event.status === 'delivered' || had.includes(handler);
          const text = event.to
            .map((arrow) => `${isDone(arrow) ? '✓' : '·'} ${word('context', arrow.context)}`)
            .join('  ');
          say(
            who,
            event.to.length > 0
              ? `${word('context', event.from)} → ${text}`
              : `${word('context', event.from)} → ${t('outbox.nobody')}`,
          );
          say(why, event.lastError ?? '');
          why.hidden = !event.lastError;
          parking.hidden = event.status !== 'pending';
          retrying.hidden = event.status !== 'dead';
        },
      };
    },
  );

  function update() {
    draw([...store.events.values()].reverse().slice(0, SHOWN));
  }
  update();
  return { element: panel(t('outbox.title'), scroller(t('outbox.title'), list), { name: 'events' }), update };
}
