import { h, keyed, mark, say } from '../dom.js';
import { clockTime, shortId } from '../format.js';
import { panel, scroller } from '../parts.js';
import { t, word } from '../texts.js';

const SHOWN = 30;
const moods = { sending: 'wait', held: 'wait', delivered: 'good', lost: 'bad', 'given-up': 'bad' };

/** What WeChat has told the shop, or tried to, and what the shop asks of it at this moment. */
export function wechatView(app) {
  const { store } = app;
  const list = h('ol', { class: 'notifications' });
  const calls = h('p', { class: 'small quiet calls' });

  const draw = keyed(
    list,
    ({ deliveryId }) => deliveryId,
    (first) => {
      const state = h('span', { class: 'chip' });
      const answers = h('p', { class: 'answers small quiet num' });
      const order = first.orderId
        ? h('a', { class: 'small mono', href: `#order=${first.orderId}` }, shortId(first.orderId))
        : null;
      const time = h('time', { class: 'small quiet num' }, clockTime(first.at));
      return {
        element: h(
          'li',
          {},
          h('div', { class: 'news' }, time, h('code', {}, first.eventType), state),
          h('div', { class: 'row spread' }, answers, order),
        ),
        update({ status, attempts, fault, nextAttemptAt }) {
          say(state, word('notification', status));
          mark(state, 'class', `chip ${moods[status] ?? ''}`);
          const tried = attempts.map(
            (attempt) =>
              `${attempt.fault ? `${word('attempt', attempt.fault)} ` : ''}${attempt.status ?? attempt.error ?? '…'}`,
          );
          const next =
            nextAttemptAt && status !== 'delivered' ? `${t('wechat.next')} ${clockTime(nextAttemptAt)}` : null;
          say(answers, [fault && word('attempt', fault), ...tried, next].filter(Boolean).join(' · '));
        },
      };
    },
  );

  function update() {
    draw([...store.notifications.values()].reverse().slice(0, SHOWN));
    const under = [...store.calls.values()].map(({ name }) => name);
    say(
      calls,
      under.length > 0 ? t('wechat.underWay', { name: under.at(-1), count: under.length }) : t('wechat.quiet'),
    );
  }
  update();
  const body = h('div', { class: 'stacked' }, calls, scroller(t('wechat.title'), list));
  return { element: panel(t('wechat.title'), body, { name: 'wechat-panel' }), update };
}
