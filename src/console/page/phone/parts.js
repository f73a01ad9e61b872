import { h, s } from '../dom.js';
import { t } from '../texts.js';

/** A picture of goods: the shop's own, or a plate painted after the product's id, the same each time. */
export function picture({ id, imageUrl, name }) {
  if (imageUrl) return h('img', { class: 'goods', src: imageUrl, alt: '', loading: 'lazy' });
  const seed = [...(id || name)].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
  const petals = 5 + (seed % 5);
  const reach = 9 + ((seed >>> 4) % 5);
  const around = Array.from({ length: petals }, (_, at) =>
    s('ellipse', {
      cx: 24,
      cy: 24 - reach,
      rx: 3 + ((seed >>> 8) % 3),
      ry: 5,
      transform: `rotate(${(360 / petals) * at + (seed % 30)} 24 24)`,
    }),
  );
  return s(
    'svg',
    { class: 'goods plate', viewBox: '0 0 48 48', 'aria-hidden': 'true' },
    s('circle', { cx: 24, cy: 24, r: 22, class: 'rim' }),
    s('circle', { cx: 24, cy: 24, r: 18.5, class: 'thin' }),
    ...around,
    s('circle', { cx: 24, cy: 24, r: 3.5, class: 'heart' }),
  );
}

/** One less, how many, one more. */
export function stepper(value, { most = 999, onchange, label }) {
  let count = value;
  const shown = h('output', { class: 'num', 'aria-label': label }, String(count));
  const step = (by) => () => {
    count = Math.min(most, Math.max(1, count + by));
    shown.textContent = String(count);
    onchange(count);
  };
  const press = (sign, name, by) =>
    h('button', { type: 'button', class: 'step', 'aria-label': `${name}: ${label}`, onclick: step(by) }, sign);
  return h('span', { class: 'stepper' }, press('−', t('phone.less'), -1), shown, press('+', t('phone.more'), 1));
}

/** Reads and shows. Of several reads under way the one that was asked for last is shown, whichever is answered first. */
export function newest(read, show) {
  let last = 0;
  return async () => {
    const mine = ++last;
    const answer = await read();
    if (mine === last) show(answer);
  };
}

const moods = { CREATED: 'wait', PAID: 'blue', SHIPPED: 'blue', COMPLETED: 'good', CANCELLED: '', REFUNDED: '' };

export const statusChip = (status) =>
  h('span', { class: `chip ${moods[status] ?? ''}`, 'data-status': status }, t(`status.${status}`));

export const lineText = ({ productName, skuName, quantity }) => `${productName} · ${skuName} × ${quantity}`;

const nameOf = (element) => element.getAttribute('aria-label') ?? element.textContent;

/** Draws anew what is in a part of the screen. Whoever was on a button is on the same one afterwards, or else at the title. */
export function redraw(place, children) {
  const held = place.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  place.replaceChildren(...children.filter(Boolean));
  if (held === null) return;
  const same = [...place.querySelectorAll('button, a, input')].find((element) => nameOf(element) === held);
  (same ?? place.closest('.screen')?.querySelector('.screen-title'))?.focus({ preventScroll: true });
}
