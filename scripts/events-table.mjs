// Lists who publishes and who hears which event in docs/architecture.md; `--check` only tells whether the list is stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

const source = new URL('../src/', import.meta.url);
const document = new URL('../docs/architecture.md', import.meta.url);

const files = readdirSync(source, { recursive: true })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts') && !/\.(spec|contract)\.ts$/.test(name))
  .sort()
  .map((name) => ({ name, context: name.split('/')[0], text: readFileSync(new URL(name, source), 'utf8') }));

const DOCUMENTED =
  /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export interface (\w+) extends DomainEvent \{\s*readonly type: '([^']+)'/g;
const published = files
  .filter(({ name }) => /^[^/]+\/events\.ts$/.test(name))
  .flatMap(({ name, context, text }) => {
    const events = [...text.matchAll(DOCUMENTED)].map(([, when, record, type]) => ({ context, when, record, type }));
    const all = [...text.matchAll(/ extends DomainEvent\b/g)].length;
    if (events.length !== all) throw new Error(`src/${name}: each event needs a doc comment and a type first of all`);
    return events;
  });

const heard = files.flatMap(({ context, text }) =>
  [...text.matchAll(/@On\(\s*'([^']+)'(?:,\s*\{([^}]*)\})?,?\s*\)\s*export class (\w+)/g)].map(
    ([, type, options = '', reaction]) => ({ context, type, reaction, apart: /transaction:\s*false/.test(options) }),
  ),
);
const unheardOf = heard.filter(({ type }) => !published.some((event) => event.type === type));
if (unheardOf.length > 0)
  throw new Error(`Nobody publishes what ${unheardOf.map((one) => one.reaction).join(', ')} hears`);

const sentence = (comment) =>
  comment
    .replaceAll(/\s*\n\s*\*\s?/g, ' ')
    .replaceAll('|', '\\|')
    .trim();
/** A reaction's name says what it does: SellStockOnOrderPaid. */
const deed = (reaction) =>
  reaction
    .replace(/On[A-Z].*$/, '')
    .replaceAll(/(?!^)[A-Z]/g, ' $&')
    .toLowerCase();

const row = (...cells) => `| ${cells.join(' | ')} |`;
const rows = published.flatMap(({ type, context, record, when }) => {
  const event = [`\`${type}\``, `${context}: \`${record}\``, sentence(when)];
  const reactions = heard.filter((one) => one.type === type);
  if (reactions.length === 0) return [row(...event, 'nobody', '', '')];
  return reactions.map(({ context: hearer, reaction, apart }) =>
    row(...event, `${hearer}: \`${reaction}\``, deed(reaction), apart ? 'no' : 'yes'),
  );
});
const head = row('event', 'published by', 'says', 'heard by', 'which will', 'in a transaction');
const table = await format([head, row(...Array(6).fill('---')), ...rows].join('\n'), { parser: 'markdown' });

const [start, end] = ['<!-- events: start -->', '<!-- events: end -->'];
const before = readFileSync(document, 'utf8');
if (!before.includes(start) || !before.includes(end)) throw new Error(`docs/architecture.md lacks ${start} … ${end}`);
const after =
  before.slice(0, before.indexOf(start) + start.length) + `\n\n${table.trim()}\n\n` + before.slice(before.indexOf(end));

if (!process.argv.includes('--check')) {
  writeFileSync(document, after);
} else if (before !== after) {
  console.error('docs/architecture.md: the table of events is stale; run: npm run docs:events-table');
  process.exitCode = 1;
}
