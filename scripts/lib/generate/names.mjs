import { Refusal } from '../checkout.mjs';

const LONGEST = 30;
const words = (kebab) => kebab.split('-');
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
const pascal = (kebab) => words(kebab).map(capital).join('');
const camel = (kebab) => pascal(kebab).replace(/^./, (letter) => letter.toLowerCase());

/** One name in every form that code and documents write it in. */
export function formsOf(kebab) {
  return {
    kebab,
    pascal: pascal(kebab),
    camel: camel(kebab),
    snake: kebab.replaceAll('-', '_'),
    words: kebab.replaceAll('-', ' '),
  };
}

/** @throws Refusal unless `name` is in kebab-case, short, and can be a name in code */
export function requireName(name, what, example) {
  if (!name) throw new Refusal(`say the name of the ${what}, for example: ${example}`);
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name))
    throw new Refusal(`"${name}" is not a name for a ${what}: write it in kebab-case, for example: ${example}`);
  if (name.length > LONGEST)
    throw new Refusal(`"${name}" has ${name.length} characters: a name of a ${what} has at most ${LONGEST}`);
}

/** Whether JavaScript, or every module anyhow, keeps the name for itself. */
export function isTaken(name) {
  const { camel: variable, pascal: type } = formsOf(name);
  return !isVariable(variable) || variable in globalThis || type in globalThis;
}

function isVariable(name) {
  try {
    new Function(`'use strict'; const ${name} = 0;`);
    return true;
  } catch {
    return false;
  }
}

/** `category` → `categories`; what English does otherwise is said with --plural. */
export function pluralOf(kebab) {
  if (/[^aeiou]y$/.test(kebab)) return kebab.replace(/y$/, 'ies');
  return /(s|x|z|ch|sh)$/.test(kebab) ? `${kebab}es` : `${kebab}s`;
}

/** Whether English would rather write `an` before it. */
export function startsWithVowel(name) {
  return /^([aeio]|u(?!ni|s|ti))/.test(name);
}

const IRREGULAR = new Map(
  `begin begun, bind bound, break broken, bring brought, buy bought, catch caught, choose chosen, cut cut, do done, draw drawn,
   drop dropped, find found, forget forgotten, forgive forgiven, freeze frozen, get got, give given, hide hidden, hit hit,
   hold held, keep kept, lay laid, lead led, leave left, lend lent, let let, lose lost, make made, meet met, pay paid, plan planned,
   put put, read read, run run, say said, see seen, sell sold, send sent, set set, show shown, shut shut, spend spent, split split,
   submit submitted, take taken, teach taught, tear torn, tell told, throw thrown, undo undone, win won, withdraw withdrawn, write written`
    .split(',')
    .map((pair) => pair.trim().split(' ')),
);
/** Short verbs double their last letter: `ship` → `shipped`. */
const DOUBLED = /^[^aeiou]*[aeiou][bdgmnprt]$/;

/** What has happened to what was done: `close` → `closed`, `hold` → `held`, `close-early` → `closed-early`. */
export function participleOf(kebab) {
  const [verb, ...rest] = words(kebab);
  return [pastOf(verb), ...rest].join('-');
}

function pastOf(verb) {
  if (IRREGULAR.has(verb)) return IRREGULAR.get(verb);
  if (verb.endsWith('e')) return `${verb}d`;
  if (/[^aeiou]y$/.test(verb)) return verb.replace(/y$/, 'ied');
  return DOUBLED.test(verb) ? `${verb}${verb.at(-1)}ed` : `${verb}ed`;
}
