import { h } from '../dom.js';
import { yuan } from '../format.js';
import { t } from '../texts.js';
import { picture, stepper } from './parts.js';

/** A product: which of its SKUs, how many, into the cart or at once. */
export function productScreen(ctx, { id }) {
  const { shop, shopper } = ctx;
  const element = h('div', { class: 'product' });
  let product = null;
  let chosen = null;
  let quantity = 1;

  function choice(sku) {
    const input = h('input', { type: 'radio', name: 'sku', value: sku.id, checked: sku === chosen });
    input.onchange = () => (chosen = sku);
    return h(
      'label',
      { class: 'choice' },
      input,
      h('span', {}, sku.name),
      h('span', { class: 'price num' }, yuan(sku.priceFen)),
      h('span', { class: 'small quiet num' }, t('home.left', { count: sku.available })),
    );
  }

  async function put() {
    shopper.cart = await shop.cart.add(chosen.id, quantity);
    // Whoever was not signed in is by now, without a word: the client has done it.
    if (!shopper.isSignedIn) await shopper.recall();
    ctx.drawPeople();
    ctx.drawTabs();
  }

  return {
    title: t('product.title'),
    element,
    async open() {
      product = await shop.products.get(id);
      chosen = product.skus.find(({ available }) => available > 0) ?? product.skus[0];
      const choices = h(
        'fieldset',
        { class: 'choices' },
        h('legend', {}, t('product.choose')),
        product.skus.map(choice),
      );
      const count = stepper(1, { label: t('product.count'), onchange: (next) => (quantity = next) });
      const toCart = ctx.button(t('product.toCart'), async () => {
        await put();
        ctx.tell(t('product.inCart'));
      });
      const buy = ctx.button(
        t('product.buy'),
        async () => {
          await put();
          ctx.go('cart');
        },
        'main',
      );
      element.replaceChildren(
        picture(product),
        h('h3', {}, product.name),
        h('p', { class: 'quiet small' }, product.description),
        choices,
        h('p', { class: 'row spread' }, t('product.count'), count),
        h('div', { class: 'two' }, toCart, buy),
      );
    },
  };
}
