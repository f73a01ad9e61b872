import { h, keyed, mark, say } from '../dom.js';
import { panel, scroller } from '../parts.js';
import { t } from '../texts.js';

const SHOWN = 14;

/** Where the units of a SKU are: for sale, held by an order that is not paid, sold. What has moved last is on top. */
export function stockView(app) {
  const { store } = app;
  const list = h('ol', { class: 'stock' });

  const draw = keyed(
    list,
    ({ skuId }) => skuId,
    () => {
      const name = h('span', { class: 'goods-name' });
      const figures = h('span', { class: 'num small figures' });
      const parts = ['available', 'reserved', 'sold'].map((part) => h('span', { class: part }));
      const bar = h('div', { class: 'stock-bar', role: 'img' }, parts);
      return {
        element: h('li', {}, h('div', { class: 'row spread' }, name, figures), bar),
        update(item) {
          say(name, [item.productName, item.skuName].filter(Boolean).join(' · ') || item.skuId.slice(-8));
          const text = t('stock.figures', item);
          say(figures, `${item.available} / ${item.reserved} / ${item.sold}`);
          mark(bar, 'aria-label', text);
          mark(bar, 'title', text);
          for (const part of parts) {
            part.style.flexGrow = String(item[part.className]);
            part.hidden = item[part.className] === 0;
          }
        },
      };
    },
  );

  function update() {
    draw([...store.stock.values()].reverse().slice(0, SHOWN));
  }
  update();
  const legend = h(
    'p',
    { class: 'legend small' },
    ['available', 'reserved', 'sold'].map((part) => h('span', { class: `key ${part}` }, t(`stock.${part}`))),
  );
  return {
    element: panel(t('stock.title'), scroller(t('stock.title'), list), { extra: [legend], name: 'stock-panel' }),
    update,
  };
}
