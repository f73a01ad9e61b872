import { ask } from '../api.js';
import { h, keyed, mark, say } from '../dom.js';
import { dateTime, shortId, yuan } from '../format.js';
import { panel, scroller } from '../parts.js';
import { t } from '../texts.js';

const SHOWN = 30;

/** The newest orders, each a link to its timeline. */
export function orderList(app) {
  const list = h('ol', { class: 'order-list' });
  const none = h('p', { class: 'empty' }, t('timeline.noOrders'));

  const draw = keyed(
    list,
    ({ id }) => id,
    ({ id, totalFen, createdAt }) => {
      const state = h('span', { class: 'chip' });
      const facts = [h('code', {}, shortId(id)), h('span', { class: 'num' }, yuan(totalFen))];
      const time = h('span', { class: 'small quiet num' }, dateTime(createdAt));
      const link = h('a', { href: `#order=${id}` }, facts, time, state);
      return {
        element: h('li', {}, link),
        update({ status }) {
          say(state, t(`status.${status}`));
          mark(link, 'aria-current', app.route.order === id ? 'true' : null);
        },
      };
    },
  );

  return {
    element: panel(t('timeline.orders'), scroller(t('timeline.orders'), h('div', {}, list, none))),
    async load() {
      const { items } = await ask('GET', `/console/orders?limit=${SHOWN}`);
      none.hidden = items.length > 0;
      draw(items);
    },
  };
}
