import { h } from '../dom.js';
import { yuan } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../texts.js';
import { picture, stepper } from './parts.js';

/** Why a line cannot be ordered as it is. */
const stateChip = ({ state, available }) =>
  state !== 'orderable' && h('span', { class: 'chip bad', 'data-state': state }, t(`line.${state}`, { available }));

/** What has happened to the price since it was put in. */
function priceNote({ priceFen, addedPriceFen }) {
  if (priceFen === null || priceFen === addedPriceFen) return null;
  const by = yuan(Math.abs(priceFen - addedPriceFen));
  return priceFen > addedPriceFen
    ? h('span', { class: 'chip wait' }, t('line.dearer', { by }))
    : h('span', { class: 'chip good' }, t('line.cheaper', { by }));
}

/**
 * A line of the cart.
 *
 * @param {import('../../../../clients/mini-program/src/index.js').CartLine} line
 * @param {{count(skuId: string, quantity: number): void, select(skuId: string, selected: boolean): void, remove(skuId: string): void}} actions
 */
export function cartLine(line, actions) {
  const { skuId, productId, imageUrl, priceFen, quantity, selected } = line;
  const productName = line.productName ?? t('line.nameless');
  const name = `${productName} ${line.skuName ?? ''}`.trim();
  const select = h('input', { type: 'checkbox', checked: selected, 'aria-label': t('cart.select', { name }) });
  select.onchange = () => actions.select(skuId, select.checked);
  const remove = h(
    'button',
    { type: 'button', class: 'button bare', 'aria-label': t('cart.remove', { name }) },
    icon('cross'),
  );
  remove.onclick = () => actions.remove(skuId);
  return h(
    'li',
    { class: 'line', 'data-sku': skuId },
    select,
    picture({ id: productId, imageUrl, name: productName }),
    h('span', { class: 'goods-name' }, productName, h('span', { class: 'small quiet' }, ` ${line.skuName ?? ''}`)),
    remove,
    h(
      'span',
      { class: 'row' },
      h('span', { class: 'price num' }, priceFen === null ? '' : yuan(priceFen)),
      priceNote(line),
    ),
    stepper(quantity, { label: name, onchange: (next) => actions.count(skuId, next) }),
    stateChip(line),
  );
}
