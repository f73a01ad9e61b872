import { h } from '../dom.js';
import { t } from '../texts.js';
import { cartLine } from './cart-line.js';
import { checkout } from './checkout.js';
import { newest, redraw } from './parts.js';

/** The cart as the shop keeps it: what is collected, and which of it is to be ordered. */
export function cartScreen(ctx) {
  const { shop, shopper } = ctx;
  const element = h('div', { class: 'cart' });
  const refresh = newest(
    async () => shopper.isSignedIn && shopper.readCart(),
    () => draw(true),
  );
  const order = checkout(ctx, refresh);
  let waiting = 0;
  let last = Promise.resolve();

  /** One change after another, as they were tapped; what is shown is the cart after the last of them. */
  const change = (work) =>
    ctx.running(async () => {
      waiting += 1;
      const mine = last.then(work);
      last = mine.then(
        () => undefined,
        () => undefined,
      );
      try {
        shopper.cart = await mine;
      } catch (error) {
        await shopper.readCart().catch(() => undefined);
        throw error;
      } finally {
        waiting -= 1;
        if (waiting === 0) draw(true);
      }
    });

  const actions = {
    count: (skuId, quantity) => change(() => shop.cart.change(skuId, { quantity })),
    select: (skuId, selected) => change(() => shop.cart.change(skuId, { selected })),
    remove: (skuId) => change(() => shop.cart.remove(skuId).then(() => shop.cart.get())),
  };

  function selectAll(lines) {
    const input = h('input', { type: 'checkbox', checked: lines.every(({ selected }) => selected) });
    input.onchange = () => void change(() => shop.cart.select(input.checked));
    return h('label', { class: 'row' }, input, t('cart.all'));
  }

  /** @param {boolean} isKnown whether the shop has just said so: what it costs is asked for then */
  function draw(isKnown) {
    ctx.drawTabs();
    const lines = shopper.cart?.lines ?? [];
    if (lines.length === 0) {
      const look = ctx.button(t('cart.look'), async () => ctx.go('home'), 'main');
      return redraw(element, [h('p', { class: 'empty' }, t('cart.empty')), look]);
    }
    const list = h(
      'ul',
      {},
      lines.map((line) => cartLine(line, actions)),
    );
    redraw(element, [selectAll(lines), list, order.element]);
    if (isKnown) order.update(lines);
    return undefined;
  }

  draw(false);
  return {
    title: t('cart.title'),
    element,
    open: refresh,
    // What is tapped and not yet answered is not to be drawn over.
    refresh: async () => (waiting === 0 ? refresh() : undefined),
    hear: ctx.isOfMyCart,
  };
}
