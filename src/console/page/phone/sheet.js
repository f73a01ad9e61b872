import { h } from '../dom.js';
import { yuan } from '../format.js';
import { t } from '../texts.js';

/** @type {(() => void) | null} */
let cancel = null;

/** Takes away the sheet that is open: whoever waits for its answer hears that nobody paid. */
export const closeSheet = () => cancel?.();

/** WeChat's sheet: answers whether the person pays. It is no modal: the rest of the page goes on. One is open at a time. */
export function askToPay(place, { name, totalFen }) {
  closeSheet();
  const before = document.activeElement;
  return new Promise((answer) => {
    const end = (isPaid) => () => {
      cancel = null;
      const isInside = place.contains(document.activeElement);
      place.replaceChildren();
      if (isInside && before instanceof HTMLElement) before.focus();
      answer(isPaid);
    };
    cancel = end(false);
    const pay = h('button', { type: 'button', class: 'button main', onclick: end(true) }, t('sheet.pay'));
    const no = h('button', { type: 'button', class: 'button bare', onclick: end(false) }, t('sheet.cancel'));
    const sheet = h(
      'div',
      { class: 'sheet', role: 'dialog', 'aria-label': t('sheet.title') },
      h('p', { class: 'quiet' }, t('sheet.title')),
      h('p', { class: 'amount num' }, yuan(totalFen)),
      h('p', { class: 'small quiet' }, t('sheet.from', { name })),
      pay,
      no,
    );
    sheet.addEventListener('keydown', ({ key }) => key === 'Escape' && end(false)());
    place.replaceChildren(sheet);
    pay.focus();
  });
}
