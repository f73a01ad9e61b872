import { h } from '../dom.js';
import { dateTime, duration, yuan } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../texts.js';
import { lineText, newest, redraw, statusChip } from './parts.js';

const refundMoods = { SUCCEEDED: 'good', FAILED: 'bad', REJECTED: 'bad' };

/** One order of mine: what it is, and what can be done about it now. */
export function orderScreen(ctx, { id }) {
  const { shop, shopper } = ctx;
  const element = h('div', { class: 'order', 'data-order': id });
  const due = h('span', { class: 'small quiet num', role: 'timer' });
  let order = null;
  let drawn = '';

  const doing = (work) => async () => {
    const next = await work();
    if (next) show(next);
  };

  async function pay() {
    shopper.payingFen = order.totalFen;
    const { outcome, order: next } = await shop.orders.pay(id);
    ctx.tell(t(`paid.${outcome}`));
    return next;
  }

  function refundForm() {
    const reason = h('input', { name: 'reason', required: true, maxlength: '100', value: t('order.reasonGiven') });
    reason.setAttribute('aria-label', t('order.reason'));
    const send = ctx.button(
      t('order.askRefund'),
      doing(async () => {
        await shop.orders.refund(id, { reason: reason.value.trim() || t('order.reasonGiven') });
        return shop.orders.get(id);
      }),
    );
    return h('div', { class: 'refund-form' }, reason, send);
  }

  /** @param {import('../../../../clients/mini-program/src/index.js').Order} next */
  function actions({ status, refunds }) {
    const isRefunding = refunds.some((refund) => !['REJECTED', 'FAILED'].includes(refund.status));
    const mayRefund = ['PAID', 'SHIPPED', 'COMPLETED'].includes(status) && !isRefunding;
    return [
      status === 'CREATED' && ctx.button(t('order.pay'), doing(pay), 'main wide'),
      status === 'CREATED' &&
        ctx.button(
          t('order.cancel'),
          doing(() => shop.orders.cancel(id)),
          'wide',
        ),
      status === 'SHIPPED' &&
        ctx.button(
          t('order.receive'),
          doing(() => shop.orders.confirmReceipt(id)),
          'main wide',
        ),
      mayRefund && refundForm(),
    ];
  }

  const refundRow = ({ status, amountFen, reason }) =>
    h(
      'li',
      { class: 'row' },
      h('span', { class: `chip ${refundMoods[status] ?? 'wait'}`, 'data-refund': status }, t(`refund.${status}`)),
      h('span', { class: 'num' }, yuan(amountFen)),
      h('span', { class: 'small quiet' }, reason),
    );

  const sum = (name, fen) =>
    h('p', { class: 'row spread small' }, h('span', {}, t(name)), h('span', { class: 'num' }, yuan(fen)));

  function show(next) {
    const text = JSON.stringify(next);
    if (text === drawn) return;
    drawn = text;
    order = next;
    shopper.mine.add(id);
    tick();
    redraw(element, [
      h('p', { class: 'row spread' }, statusChip(order.status), due),
      h(
        'ul',
        { class: 'lines' },
        order.items.map((line) => h('li', {}, lineText(line))),
      ),
      order.freightFen > 0 && sum('cart.freight', order.freightFen),
      order.discountFen > 0 && sum('cart.discount', -order.discountFen),
      h('p', { class: 'row spread' }, t('cart.total'), h('strong', { class: 'price num' }, yuan(order.totalFen))),
      order.shipment &&
        h('p', { class: 'small' }, `${t('order.shipped')} ${order.shipment.carrier} ${order.shipment.trackingNo}`),
      order.cancelReason && h('p', { class: 'small' }, t(`cancelled.${order.cancelReason}`)),
      order.refunds.length > 0 && h('ul', { class: 'refunds' }, order.refunds.map(refundRow)),
      ...actions(order),
      h('a', { class: 'button bare wide', href: `#order=${id}` }, icon('route'), t('order.timeline')),
      h('p', { class: 'small quiet mono' }, id),
      h('p', { class: 'small quiet num' }, dateTime(order.createdAt)),
    ]);
  }

  /** What is left to pay by the shop's clock, which may be ahead of this one. */
  function tick() {
    if (!order || order.status !== 'CREATED') return (due.textContent = '');
    const left = new Date(order.expiresAt).getTime() - ctx.app.now();
    return (due.textContent = left > 0 ? t('order.due', { left: duration(left) }) : t('order.over'));
  }

  const refresh = newest(() => shop.orders.get(id), show);
  return {
    title: t('order.title'),
    element,
    open: refresh,
    refresh,
    tick,
    hear: (type, data) =>
      type === 'trace.ended'
        ? /^POST .*\/admin\/refunds\//.test(data.name)
        : data.orderId === id && (type === 'outbox' || type === 'notification'),
  };
}
