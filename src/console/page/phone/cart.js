import { h } from '../dom.js';
import { yuan } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../texts.js';
import { stepper } from './parts.js';

/** What is to be ordered, in one order of several lines. */
export function cartScreen(ctx) {
  const { shop, shopper } = ctx;
  const element = h('div', { class: 'cart' });

  function row(line) {
    const { productName, skuName } = line;
    const count = stepper(line.quantity, {
      label: productName,
      onchange(quantity) {
        line.quantity = quantity;
        total.textContent = yuan(sum());
        ctx.drawTabs();
      },
    });
    const remove = h(
      'button',
      { type: 'button', class: 'button bare', 'aria-label': t('cart.remove', { name: productName }) },
      icon('cross'),
    );
    remove.onclick = () => {
      shopper.cart.splice(shopper.cart.indexOf(line), 1);
      draw();
      ctx.drawTabs();
    };
    return h(
      'li',
      { class: 'line' },
      h('span', { class: 'goods-name' }, productName, h('span', { class: 'small quiet' }, ` ${skuName}`)),
      remove,
      h('span', { class: 'price num' }, yuan(line.priceFen)),
      count,
    );
  }

  const sum = () => shopper.cart.reduce((fen, { priceFen, quantity }) => fen + priceFen * quantity, 0);
  const total = h('strong', { class: 'price num' });

  async function place(remark) {
    const items = shopper.cart.map(({ skuId, quantity }) => ({ skuId, quantity }));
    const order = await shop.orders.place({ items, ...(remark ? { remark } : {}) });
    // What was put in meanwhile stays.
    for (const { skuId, quantity } of items) {
      const line = shopper.cart.find((one) => one.skuId === skuId);
      if (line) line.quantity -= quantity;
    }
    shopper.cart = shopper.cart.filter(({ quantity }) => quantity > 0);
    if (!shopper.isSignedIn) await shopper.recall();
    ctx.go('orders');
    ctx.go('order', { id: order.id });
  }

  function draw() {
    if (shopper.cart.length === 0) {
      const look = ctx.button(t('cart.look'), async () => ctx.go('home'), 'main');
      return element.replaceChildren(h('p', { class: 'empty' }, t('cart.empty')), look);
    }
    total.textContent = yuan(sum());
    const remark = h('input', { name: 'remark', maxlength: '200', 'aria-label': t('cart.remark') });
    remark.placeholder = t('cart.remark');
    return element.replaceChildren(
      h('ul', {}, shopper.cart.map(row)),
      remark,
      h('p', { class: 'row spread' }, t('cart.total'), total),
      ctx.button(t('cart.order'), () => place(remark.value.trim()), 'main wide'),
    );
  }

  draw();
  return { title: t('cart.title'), element };
}
