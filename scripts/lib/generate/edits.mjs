import { Refusal } from '../checkout.mjs';

/** Edits at places that the formatter keeps alike in every file. Each throws a Refusal where its place is not found. */

/** Puts `item` last into the list that `opening` begins and the next `closing` ends. */
export function intoList(text, file, opening, closing, item) {
  const start = indexOf(text, file, opening) + opening.length;
  const end = text.indexOf(closing, start);
  if (end < 0) throw lacks(file, `${opening} … ${closing}`);
  const inside = text.slice(start, end).trimEnd();
  const comma = inside === '' || inside.endsWith(',') ? '' : ',';
  return `${text.slice(0, start)}${inside}${comma}\n${item},\n${text.slice(end)}`;
}

/** Puts `line` first into the list that `opening` begins. */
export function firstIntoList(text, file, opening, line) {
  const start = indexOf(text, file, opening) + opening.length;
  return `${text.slice(0, start)}\n${line}\n${text.slice(start)}`;
}

/** Puts `line` after the last import of the file that matches `like`. */
export function afterImports(text, file, line, like = /^(import .*|\} from .*);$/gm) {
  const last = [...text.matchAll(like)].at(-1);
  if (!last) throw lacks(file, 'imports');
  const end = last.index + last[0].length;
  return `${text.slice(0, end)}\n${line.trim()}${text.slice(end)}`;
}

export function before(text, file, place, lines) {
  const start = indexOf(text, file, place);
  return `${text.slice(0, start)}${lines}\n${text.slice(start)}`;
}

/** Adds a row to the table below `heading` of a Markdown file. */
export function intoTable(text, file, heading, row) {
  const start = indexOf(text, file, heading);
  const table = /(?:^\|.*\n)+/m.exec(text.slice(start));
  if (!table) throw lacks(file, `a table below ${heading}`);
  const end = start + table.index + table[0].length;
  return `${text.slice(0, end)}${row}\n${text.slice(end)}`;
}

/** Puts `method` among the methods of a class, before those that are private. */
export function intoClass(text, file, opening, method) {
  const start = indexOf(text, file, opening);
  const end = text.indexOf('\n}\n', start);
  if (end < 0) throw lacks(file, `the end of ${opening}`);
  const body = text.slice(start, end);
  const hidden = /\n(\n  \/\*\*(?:(?!\*\/)[^])*\*\/)?\n  private (?:get |async |\w+\()/.exec(
    body.replace('private constructor', '_______ ___________'),
  );
  const at = hidden ? start + hidden.index : end;
  return `${text.slice(0, at)}\n\n${method.trim()}\n${text.slice(at)}`;
}

function indexOf(text, file, place) {
  const at = text.indexOf(place);
  if (at < 0) throw lacks(file, place);
  return at;
}

const lacks = (file, place) =>
  new Refusal(`${file} has no "${place}" any more, where this would add a line: nothing was written`);
