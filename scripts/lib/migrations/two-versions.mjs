import { cutAtCommas, read } from './statement.mjs';

const UNKNOWN = 'nobody has said that two versions survive this';

/** What a statement may be whatever it is about. */
const HARMLESS = [/^SELECT\b/i, /^INSERT INTO\b/i, /^UPDATE\b/i, /^SET\b/i];
/** What else is refused, and why; the first that fits says it. */
const REFUSED = [
  [/^DROP TABLE\b/i, 'the older version still reads and writes this table'],
  [/^RENAME TABLE\b/i, 'the older version knows the table by its old name'],
  [/^TRUNCATE\b|^DELETE\b|^REPLACE\b/i, 'it takes away rows the older version may still need'],
];

/** Parts of an ALTER TABLE that say how, not what. */
const MANNERS = /^(?:ALGORITHM|LOCK) ?=/i;
const UNINDEXED = 'the older version may need this index, for its speed or because it is unique';
const REFUSED_CHANGES = [
  [/^RENAME (?:COLUMN|TO|AS)\b/i, 'the older version knows it by its old name'],
  [/^RENAME (?:INDEX|KEY)\b/i, 'the older version may name this index'],
  [
    /^(?:CHANGE|MODIFY)\b/i,
    'another type, or NOT NULL, may refuse what the older version writes, or hold what it cannot read',
  ],
  [/^DROP (?:INDEX|KEY)\b/i, UNINDEXED],
  [/^DROP (?:PRIMARY KEY|FOREIGN KEY|CONSTRAINT|CHECK)\b/i, 'the older version relies on this constraint'],
  [/^DROP (?:COLUMN )?\w/i, 'the older version still reads or writes this column'],
  [/^ALTER (?:COLUMN )?\w+ (?:SET|DROP) DEFAULT\b/i, 'the older version relies on the default it knows'],
  [
    /^ADD (?:CONSTRAINT (?:\w+ )?)?(?:UNIQUE|PRIMARY KEY|FOREIGN KEY|CHECK)\b/i,
    'it may refuse what the older version writes',
  ],
];
const ADDED_INDEX = /^ADD (?:INDEX|KEY|FULLTEXT)\b/i;
const ADDED_COLUMN = /^ADD (?:COLUMN )?(?:IF NOT EXISTS )?(\w+) (\w.*)$/i;
const CONSTRAINED = /\b(?:UNIQUE|PRIMARY KEY|REFERENCES|CHECK|AUTO_INCREMENT|GENERATED|AS)\b/i;
const FOREIGN_KEY = /\bREFERENCES (\w+) ?\([^)]*\)([^,]*)/gi;

/** The table that a statement makes, or null. */
export function madeBy(sql) {
  return /^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/i.exec(read(sql).text)?.[1] ?? null;
}

/**
 * Why a version that knows only the tables in `released` may not survive this statement of MySQL; empty: it does.
 * @param {string} sql
 * @param {ReadonlySet<string>} released
 * @returns {string[]}
 */
export function risksOf(sql, released) {
  const { text } = read(sql);
  if (/\bexecutable comment\b/.test(text)) return ['what a comment runs is not looked at'];
  if (HARMLESS.some((form) => form.test(text))) return [];
  const [, made] = /^CREATE TABLE (?:IF NOT EXISTS )?(\w+) ?\(/i.exec(text) ?? [];
  if (made) return released.has(made) ? ['a table of this name is there already'] : foreignKeys(text, released);
  const [, unique, indexed] = /^CREATE (UNIQUE )?INDEX (?:IF NOT EXISTS )?\w+ ON (\w+) ?\(/i.exec(text) ?? [];
  if (indexed) return unique && released.has(indexed) ? ['it may refuse what the older version writes'] : [];
  const [, unindexed] = /^DROP INDEX \w+ ON (\w+)/i.exec(text) ?? [];
  if (unindexed) return released.has(unindexed) ? [UNINDEXED] : [];
  const [, altered, changes] = /^ALTER TABLE (\w+) (.*)$/i.exec(text) ?? [];
  if (altered) return released.has(altered) ? cutAtCommas(changes).flatMap(risksOfChange) : [];
  const [, dropped] = /^DROP TABLE (?:IF EXISTS )?(\w+)$/i.exec(text) ?? [];
  if (dropped && !released.has(dropped)) return [];
  return whyRefused(REFUSED, text) ?? [UNKNOWN];
}

function risksOfChange(change) {
  if (MANNERS.test(change) || ADDED_INDEX.test(change)) return [];
  const refused = whyRefused(REFUSED_CHANGES, change);
  if (refused) return refused;
  const [, column, definition] = ADDED_COLUMN.exec(change) ?? [];
  if (!column) return [UNKNOWN];
  if (CONSTRAINED.test(definition)) return [`a constraint on ${column} may refuse what the older version writes`];
  if (!/\bNOT NULL\b/i.test(definition) || /\bDEFAULT\b/i.test(definition)) return [];
  return [`the older version inserts rows without ${column}, which has neither NULL nor a default`];
}

/** A row here that holds one of an older table refuses what the older version deletes. */
function foreignKeys(text, released) {
  return [...text.matchAll(FOREIGN_KEY)]
    .filter(([, table, then]) => released.has(table) && !/\bON DELETE (?:CASCADE|SET NULL)\b/i.test(then))
    .map(([, table]) => `the older version can no longer delete rows of ${table} that rows of this table point to`);
}

function whyRefused(refused, text) {
  const found = refused.find(([form]) => form.test(text));
  return found ? [found[1]] : null;
}
