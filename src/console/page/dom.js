// Everything shown is text: nothing of what the shop sends is ever read as HTML.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An element; properties that begin with `on` are listeners, and children that are null or false are left out. */
export const h = (tag, properties = {}, ...children) => fill(document.createElement(tag), properties, children);

/** The same for SVG. */
export const s = (tag, properties = {}, ...children) => fill(document.createElementNS(SVG, tag), properties, children);

/** Writes a text only where it is another, so that nothing flickers and a selection stays. */
export function say(element, text) {
  if (element.textContent !== String(text)) element.textContent = String(text);
}

/** Sets an attribute only where it is another; null takes it away. */
export function mark(element, name, value) {
  if (value === null || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/**
 * Keeps the children of `parent` in step with a list: an item that stays keeps its element, and with it focus and what is open.
 *
 * @template Item
 * @param {Element} parent
 * @param {(item: Item) => string} keyOf
 * @param {(item: Item) => {element: Element, update(item: Item): void}} make
 */
export function keyed(parent, keyOf, make) {
  /** @type {Map<string, {element: Element, update(item: Item): void}>} */
  let kept = new Map();
  /** @param {readonly Item[]} items */
  return (items) => {
    const next = new Map();
    for (const item of items) {
      const key = keyOf(item);
      const row = kept.get(key) ?? make(item);
      row.update(item);
      next.set(key, row);
    }
    for (const [key, { element }] of kept) if (!next.has(key)) element.remove();
    let at = parent.firstElementChild;
    for (const { element } of next.values()) {
      if (element === at) at = at.nextElementSibling;
      else parent.insertBefore(element, at);
    }
    kept = next;
  };
}

let said = 0;

/** An id for a label and what it labels. */
export const newId = (word) => `${word}-${++said}`;
