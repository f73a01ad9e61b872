import { h, newId } from './dom.js';
import { icon } from './icons.js';
import { copy, curl } from './sent.js';
import { t } from './texts.js';

let hiding;

/** Says something for a moment, to ears as well. */
export function toast(text) {
  const element = document.getElementById('toast');
  element.textContent = text;
  clearTimeout(hiding);
  hiding = setTimeout(() => (element.textContent = ''), 5_000);
}

/** Runs what a button began: the button waits, and a failure is told. */
async function working(button, work) {
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  try {
    await work();
  } catch (error) {
    toast(error.message);
  } finally {
    button.removeAttribute('aria-busy');
  }
}

/** A button that does something which may take a while. */
export function action(text, work, { kind = '', picture = null, ...more } = {}) {
  const onclick = (event) => working(event.currentTarget, work);
  const properties = { type: 'button', class: `button ${kind}`, onclick, ...more };
  return h('button', properties, picture && icon(picture), h('span', {}, text));
}

/** A part of the page with a name; what is in `body` scrolls by itself, with the keyboard as well. */
export function panel(title, body, { extra = [], name = '' } = {}) {
  const id = newId('panel');
  const head = h('header', { class: 'panel-head' }, h('h2', { id }, title), ...extra);
  return h('section', { class: `panel ${name}`, 'aria-labelledby': id }, head, body);
}

/** Where rows come and go; it can be scrolled with the keyboard. */
export const scroller = (label, child) =>
  h('div', { class: 'scroller', tabindex: '0', role: 'group', 'aria-label': label }, child);

/** Copies a command, or shows it where the browser does not allow that. */
export async function copyText(text) {
  toast((await copy(text)) ? t('copied') : text);
}

/** The HTTP call behind a control, shown when somebody wants to see it. `callOf` is asked each time it is opened. */
export function callBehind(callOf) {
  const code = h('code', { class: 'command', tabindex: '0' });
  const show = () => (code.textContent = curl(callOf()));
  const button = h(
    'button',
    { type: 'button', class: 'button bare tiny', onclick: () => void copyText(curl(callOf())) },
    icon('copy'),
    t('copyCurl'),
  );
  const details = h(
    'details',
    { class: 'call', ontoggle: show },
    h('summary', { title: t('showCall') }, icon('code'), h('span', {}, 'HTTP')),
    h('div', { class: 'call-body' }, code, button),
  );
  return details;
}

/** A field with its name above it. */
export function field(label, input) {
  const id = newId('field');
  input.id = id;
  return h('span', { class: 'field' }, h('label', { for: id }, label), input);
}
