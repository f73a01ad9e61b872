import { h } from '../dom.js';
import { yuan } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../texts.js';
import { newest, picture } from './parts.js';

/** Categories, a search, and goods to look at. */
export function homeScreen(ctx) {
  const { shop, shopper } = ctx;
  const wish = { q: undefined, categoryId: undefined };
  const input = h('input', { type: 'search', name: 'q', maxlength: '50', 'aria-label': t('home.search') });
  input.placeholder = t('home.search');
  const find = h('button', { type: 'submit', class: 'button bare', 'aria-label': t('home.find') }, icon('search'));
  const search = h('form', { class: 'search', role: 'search' }, input, find);
  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': t('home.categories') });
  const goods = h('ul', { class: 'goods-list' });
  const more = ctx.button(t('phone.next'), () => load(), 'tiny');
  let pages = null;

  search.onsubmit = (event) => {
    event.preventDefault();
    wish.q = input.value.trim() || undefined;
    void ctx.running(begin);
  };

  function row(product) {
    const left = product.skus.reduce((sum, { available }) => sum + available, 0);
    const press = () => ctx.go('product', { id: product.id });
    return h(
      'li',
      {},
      h(
        'button',
        { type: 'button', class: 'goods-row', onclick: press },
        picture(product),
        h('span', { class: 'goods-name' }, product.name),
        h('span', { class: 'price num' }, yuan(product.priceFen)),
        h('span', { class: 'small quiet num' }, left > 0 ? t('home.left', { count: left }) : t('home.soldOut')),
      ),
    );
  }

  const begin = newest(
    async () => {
      const found = shop.products.all({ ...wish, limit: 20 });
      return { found, first: await found.next() };
    },
    ({ found, first }) => {
      pages = found;
      goods.replaceChildren(...(first.length > 0 ? first.map(row) : [h('li', { class: 'empty' }, t('home.nothing'))]));
      more.hidden = pages.isAtEnd;
    },
  );

  async function load() {
    const from = pages;
    const next = await from.next();
    // Something else is looked for by now.
    if (from !== pages) return;
    goods.append(...next.map(row));
    more.hidden = pages.isAtEnd;
  }

  function chip(id, name) {
    const press = () => {
      wish.categoryId = id;
      for (const other of chips.children) other.setAttribute('aria-pressed', String(other === button));
      void ctx.running(begin);
    };
    const button = h('button', { type: 'button', 'aria-pressed': String(id === undefined), onclick: press }, name);
    return button;
  }

  const logIn = async () => {
    await shopper.signIn();
    ctx.drawPeople();
    greeting.replaceChildren(hello());
  };
  const hello = () =>
    shopper.isSignedIn
      ? h('span', {}, t('home.hello', { name: shopper.name() }))
      : h('span', { class: 'row spread' }, t('home.stranger'), ctx.button(t('me.logIn'), logIn, 'main tiny'));
  const coupons = ctx.button(t('home.coupons'), async () => ctx.go('coupons'), 'wide', { picture: 'ticket' });
  const greeting = h('div', { class: 'greeting' }, hello());

  return {
    title: t('home.title'),
    element: h('div', { class: 'home' }, greeting, coupons, search, chips, goods, more),
    async open() {
      more.hidden = true;
      const [categories] = await Promise.all([shop.categories.list(), begin()]);
      chips.replaceChildren(chip(undefined, t('home.all')), ...categories.map(({ id, name }) => chip(id, name)));
    },
  };
}
