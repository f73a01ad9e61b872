import { h } from '../dom.js';
import { dateTime, yuan } from '../format.js';
import { t } from '../texts.js';
import { lineText, newest, redraw, statusChip } from './parts.js';

const statuses = ['CREATED', 'PAID', 'SHIPPED', 'COMPLETED', 'CANCELLED', 'REFUNDED'];

/** My orders, newest first. */
export function ordersScreen(ctx) {
  const { shop, shopper } = ctx;
  const options = statuses.map((status) => h('option', { value: status }, t(`status.${status}`)));
  const filter = h(
    'select',
    { 'aria-label': t('orders.filter') },
    h('option', { value: '' }, t('orders.all')),
    options,
  );
  const list = h('ul', { class: 'orders' });
  const more = ctx.button(t('phone.next'), () => load(), 'tiny');
  let pages = null;

  function row(order) {
    const press = () => ctx.go('order', { id: order.id });
    return h(
      'li',
      {},
      h(
        'button',
        { type: 'button', class: 'order-row', onclick: press },
        h('span', { class: 'small quiet num' }, dateTime(order.createdAt)),
        statusChip(order.status),
        h('span', { class: 'goods-name' }, order.items.map(lineText).join('，')),
        h('span', { class: 'price num' }, yuan(order.totalFen)),
      ),
    );
  }

  const read = newest(
    async () => {
      const found = shop.orders.all({ limit: 20, status: filter.value || undefined });
      return { found, first: await found.next() };
    },
    ({ found, first }) => {
      pages = found;
      redraw(list, first.length > 0 ? first.map(row) : [h('li', { class: 'empty' }, t('orders.none'))]);
      more.hidden = pages.isAtEnd;
    },
  );
  const refresh = async () => shopper.isSignedIn && read();

  async function load() {
    const from = pages;
    const next = await from.next();
    // The list was begun anew meanwhile.
    if (from !== pages) return;
    list.append(...next.map(row));
    more.hidden = pages.isAtEnd;
  }

  filter.onchange = () => void ctx.running(refresh);
  more.hidden = true;
  if (!shopper.isSignedIn) list.append(h('li', { class: 'empty' }, t('orders.stranger')));
  return {
    title: t('orders.title'),
    element: h('div', {}, filter, list, more),
    open: refresh,
    refresh,
    hear: (type) => type === 'outbox' && shopper.isSignedIn && pages?.isAtEnd,
  };
}
