// Everything shown is text: nothing of what a shop sends is ever read as HTML.

/** An element; properties beginning with `on` are listeners, `null` children are left out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const card = (title, hint, ...children) =>
  el('section', { class: 'card' }, el('h2', {}, title), hint ? el('p', { class: 'hint' }, hint) : null, ...children);

export const badge = (text, mood = '') => el('span', { class: `badge ${mood}` }, text);

export const facts = (...texts) =>
  el('p', { class: 'facts' }, ...texts.filter(Boolean).map((text) => el('span', {}, text)));

export const list = (rows, nothing) =>
  el('div', { class: 'list' }, rows.length > 0 ? rows : el('p', { class: 'empty' }, nothing));

export const small = (text, onclick, main = false) =>
  el('button', { type: 'button', class: main ? 'small main' : 'small', onclick }, text);

export function select(options, properties = {}) {
  return el(
    'select',
    properties,
    options.map(([value, text]) => el('option', { value }, text)),
  );
}

/** A form of labelled fields that hands its values over; what is empty is left out. */
export function form(fields, action, submit) {
  const inputs = fields.map(({ name, label, options, wide, ...rest }) => ({
    name,
    number: rest.type === 'number',
    label,
    wide,
    input: options ? select(options, { name, ...rest }) : el('input', { name, autocomplete: 'off', ...rest }),
  }));
  const onsubmit = (event) => {
    event.preventDefault();
    const given = inputs.filter(({ input }) => input.value !== '');
    void submit(
      Object.fromEntries(given.map(({ name, number, input }) => [name, number ? Number(input.value) : input.value])),
    );
  };
  return el(
    'form',
    { onsubmit },
    inputs.map(({ label, input, wide }) => el('label', { class: wide ? 'wide' : null }, label, input)),
    el('button', { class: 'main', type: 'submit' }, action),
  );
}

let hiding;

export function toast(text, bad = false) {
  const element = document.getElementById('toast');
  element.textContent = text;
  element.className = bad ? 'toast bad shown' : 'toast shown';
  clearTimeout(hiding);
  hiding = setTimeout(() => (element.className = 'toast'), bad ? 6000 : 3000);
}

/** Copies a text where the browser allows it. */
export async function copy(text, said) {
  await navigator.clipboard?.writeText(text).catch(() => {});
  toast(said);
}
