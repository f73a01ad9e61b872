import { format } from 'prettier';
import { withMarkedPart } from './marked-part.mjs';

const DOCUMENTED =
  /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export interface (\w+) extends DomainEvent \{\s*readonly type: '([^']+)'/g;

/** What contexts publish, read from their events.ts. `sources`: paths below src/, with their texts. */
export function publishedEvents(sources) {
  return sourcesOf(sources)
    .filter(({ name }) => /^[^/]+\/events\.ts$/.test(name))
    .flatMap(({ name, context, text }) => {
      const events = [...text.matchAll(DOCUMENTED)].map(([, when, record, type]) => ({ context, when, record, type }));
      const all = [...text.matchAll(/ extends DomainEvent\b/g)].length;
      if (events.length !== all) throw new Error(`src/${name}: each event needs a doc comment and a type first of all`);
      return events;
    });
}

/** docs/architecture.md with the table of who publishes and who hears which event. */
export async function withEventsTable(architecture, sources) {
  const published = publishedEvents(sources);
  const heard = sourcesOf(sources).flatMap(({ context, text }) =>
    [...text.matchAll(/@On\(\s*'([^']+)'(?:,\s*\{([^}]*)\})?,?\s*\)\s*export class (\w+)/g)].map(
      ([, type, options = '', reaction]) => ({ context, type, reaction, apart: /transaction:\s*false/.test(options) }),
    ),
  );
  const unheardOf = heard.filter(({ type }) => !published.some((event) => event.type === type));
  if (unheardOf.length > 0)
    throw new Error(`Nobody publishes what ${unheardOf.map((one) => one.reaction).join(', ')} hears`);

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
  return withMarkedPart(architecture, 'docs/architecture.md', 'events', table.trim());
}

function sourcesOf(sources) {
  return [...sources]
    .filter(([name]) => name.endsWith('.ts') && !/\.(spec|contract)\.ts$/.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => ({ name, context: name.split('/')[0], text }));
}

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
