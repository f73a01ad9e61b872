import { askAsStaff } from '../api.js';
import { h } from '../dom.js';
import { yuan } from '../format.js';
import { t } from '../texts.js';
import { field } from '../parts.js';
import { lineText, newest, redraw } from './parts.js';

/** What the shop's own people do in a shopper's story: ship, decide on refunds, count the stock. */
export function staffScreen(ctx) {
  const { store } = ctx.app;
  const ask = (method, path, body) => askAsStaff(store.state.staff, method, path, body);
  const toShip = h('ul', { class: 'tasks' });
  const toRefund = h('ul', { class: 'tasks' });

  async function ship({ id }) {
    // A carrier for which WeChat needs no phone number: what is picked up has no address.
    const trackingNo = `ZT${id.slice(-10)}`;
    await ask('POST', `/admin/orders/${id}/shipment`, { carrier: t('staff.carrier'), trackingNo });
    await refresh();
  }

  const decide = (id, how, body) => async () => {
    await ask('POST', `/admin/refunds/${id}/${how}`, body);
    await refresh();
  };

  const shipRow = (order) =>
    h(
      'li',
      {},
      h('span', { class: 'goods-name' }, order.items.map(lineText).join('，')),
      h('span', { class: 'price num' }, yuan(order.totalFen)),
      ctx.button(t('staff.ship'), () => ship(order), 'main tiny'),
    );

  const refundRow = ({ id, amountFen, reason }) =>
    h(
      'li',
      {},
      h('span', { class: 'goods-name' }, reason),
      h('span', { class: 'price num' }, yuan(amountFen)),
      ctx.button(t('staff.approve'), decide(id, 'approval'), 'main tiny'),
      ctx.button(t('staff.reject'), decide(id, 'rejection', { reason: t('staff.rejected') }), 'tiny'),
    );

  const rows = (list, row, nothing) => (list.length > 0 ? list.map(row) : [h('li', { class: 'small quiet' }, nothing)]);

  const read = () =>
    Promise.all([
      ask('GET', '/admin/orders?status=PAID&limit=10'),
      ask('GET', '/admin/refunds?status=REQUESTED&limit=10'),
    ]);
  const refresh = newest(read, ([orders, refunds]) => {
    const waiting = new Set(refunds.items.map(({ orderId }) => orderId));
    redraw(
      toShip,
      rows(
        orders.items.filter(({ id }) => !waiting.has(id)),
        shipRow,
        t('staff.nothingToShip'),
      ),
    );
    redraw(toRefund, rows(refunds.items, refundRow, t('staff.nothingToRefund')));
  });

  function stockForm() {
    const known = [...store.stock.values()].reverse().map(({ skuId, productName, skuName, available }) => {
      return h('option', { value: skuId }, `${productName ?? ''} ${skuName ?? ''} (${available})`);
    });
    const sku = h('select', { name: 'sku' }, known);
    const delta = h('input', { type: 'number', name: 'delta', value: '10', step: '1', required: true });
    const adjust = ctx.button(t('staff.adjust'), async () => {
      const stock = await ask('POST', `/admin/stock/${sku.value}/adjustments`, {
        delta: Number(delta.value),
        reason: t('staff.adjustReason'),
      });
      ctx.tell(t('staff.adjusted', stock));
    });
    return h('div', { class: 'stock-form' }, field(t('staff.sku'), sku), field(t('staff.delta'), delta), adjust);
  }

  return {
    title: t('staff.title'),
    element: h(
      'div',
      { class: 'staff' },
      h('p', { class: 'small quiet' }, t('staff.who', { name: store.state.staff.username })),
      h('h3', {}, t('staff.toShip')),
      toShip,
      h('h3', {}, t('staff.toRefund')),
      toRefund,
      h('h3', {}, t('staff.stock')),
      stockForm(),
    ),
    open: refresh,
    refresh,
    hear: (type, data) =>
      type === 'outbox'
        ? /^(order|refund|payment)\./.test(data.type)
        : type === 'trace.ended' && data.kind === 'request' && /^POST .*\/refunds/.test(data.name),
  };
}
