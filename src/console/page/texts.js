import { texts as en } from './texts/en.js';
import { texts as zh } from './texts/zh.js';

const kept = 'jishi.console.language';
const known = { zh, en };

function first() {
  const chosen = localStorage.getItem(kept);
  if (chosen === 'zh' || chosen === 'en') return chosen;
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

/** @type {'zh' | 'en'} */
let current = first();

export const language = () => current;

/** Remembered in this browser. */
export function setLanguage(next) {
  current = next;
  localStorage.setItem(kept, next);
}

/** A text of the page, `{name}` replaced by a value of that name. */
export function t(key, values = {}) {
  const text = known[current][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** What the shop says in both languages; null is nothing. */
export const said = (words) => words?.[current] ?? '';

/** A text for a word of the shop's (a status, a kind), or the word itself where the page does not know it. */
export function word(group, name) {
  return known[current][`${group}.${name}`] ?? name;
}
