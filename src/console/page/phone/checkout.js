import { h } from '../dom.js';
import { yuan } from '../format.js';
import { t } from '../texts.js';
import { newest, redraw } from './parts.js';

/** What the shop says it costs now, and the order. With the best coupon that fits, unless another one is chosen, or none. */
export function checkout(ctx, reread) {
  const { shop, shopper } = ctx;
  const element = h('section', { class: 'checkout', 'aria-label': t('cart.checkout') });
  const remark = h('input', { name: 'remark', maxlength: '200', 'aria-label': t('cart.remark') });
  remark.placeholder = t('cart.remark');
  /** @type {string | null | undefined} undefined: the best; null: none */
  let chosen;
  /** @type {{skuId: string, quantity: number}[]} */
  let items = [];

  const read = newest(
    async () => {
      if (items.length === 0) return null;
      const asked = items;
      const plain = await shop.orders.quote({ items: asked });
      const fitting = plain.coupons;
      const best = chosen === undefined ? fitting[0] : fitting.find(({ id }) => id === chosen);
      const quote = best ? await shop.orders.quote({ items: asked, couponId: best.id }) : plain;
      return { items: asked, quote, fitting, coupon: best ?? null };
    },
    (known) => show(known),
  );

  async function place({ items: ordered, quote, coupon }) {
    const skuIds = ordered.map(({ skuId }) => skuId);
    const words = remark.value.trim();
    const more = { ...(coupon ? { couponId: coupon.id } : {}), ...(words ? { remark: words } : {}) };
    try {
      const order = await shop.cart.order({ skuIds, expectedTotalFen: quote.totalFen, ...more });
      remark.value = '';
      shopper.mine.add(order.id);
      ctx.go('orders');
      ctx.go('order', { id: order.id });
      // It is gone from the cart when the cart has heard of the order: now, or soon.
      await shopper.readCart();
      ctx.drawTabs();
    } catch (error) {
      // A price, a coupon or the stock may be another one by now.
      void reread().catch(() => undefined);
      throw error;
    }
  }

  function couponField({ fitting, coupon }) {
    const select = h(
      'select',
      { 'aria-label': t('cart.coupon') },
      fitting.map(({ id, name, offFen }) =>
        h('option', { value: id, selected: id === coupon?.id }, `${name} −${yuan(offFen)}`),
      ),
      h('option', { value: '', selected: coupon === null }, t(fitting.length > 0 ? 'cart.noCoupon' : 'cart.noneFits')),
    );
    select.onchange = () => {
      chosen = select.value || null;
      void ctx.running(read);
    };
    return select;
  }

  const sum = (text, fen, kind = '') =>
    h('p', { class: `row spread ${kind}` }, h('span', {}, text), h('span', { class: 'num' }, yuan(fen)));

  function show(known) {
    const coupons = ctx.button(t('coupons.open'), async () => ctx.go('coupons'), 'tiny');
    if (known === null) return redraw(element, [h('p', { class: 'small quiet' }, t('cart.nothingSelected')), coupons]);
    const { goodsFen, freightFen, discountFen, totalFen } = known.quote;
    return redraw(element, [
      h('div', { class: 'row' }, couponField(known), coupons),
      remark,
      sum(t('cart.goods'), goodsFen, 'small'),
      freightFen > 0 && sum(t('cart.freight'), freightFen, 'small'),
      discountFen > 0 && sum(t('cart.discount'), -discountFen, 'small good-text'),
      h('p', { class: 'row spread' }, t('cart.total'), h('strong', { class: 'price num' }, yuan(totalFen))),
      ctx.button(t('cart.order'), () => place(known), 'main wide'),
    ]);
  }

  return {
    element,
    /** @param {readonly import('../../../../clients/mini-program/src/index.js').CartLine[]} lines */
    update(lines) {
      items = lines
        .filter(({ selected, state }) => selected && state === 'orderable')
        .map(({ skuId, quantity }) => ({ skuId, quantity }));
      void ctx.running(read);
    },
  };
}
