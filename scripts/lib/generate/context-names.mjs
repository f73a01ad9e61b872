import { Refusal } from '../checkout.mjs';
import { formsOf, isTaken, pluralOf, requireName } from './names.mjs';
import { sampleFiles } from './sample.mjs';

/** Words for layers and folders, and for what stays behind a wall. */
const RESERVED = [
  'domain',
  'application',
  'adapters',
  'libs',
  'testing',
  'wechat',
  'admin',
  'context',
  'sample-context',
  'sample-thing',
];
/** What SQL keeps for itself, as far as a plural can be. */
const SQL = ['groups', 'keys', 'lines', 'rows', 'values', 'databases', 'schemas', 'references', 'releases'];
const HAN = /^(?=.*\p{Script=Han})[\p{L}\p{N} ·（）]{1,30}$/u;

/** The names a new context goes by. @throws Refusal when one of them cannot be, or means something else already */
export function namesOf({ name, aggregate = name, plural, zh }, changes) {
  requireName(name, 'context', 'npm run new:context -- bulletin');
  requireName(aggregate, 'aggregate', '--aggregate voucher');
  if (plural !== undefined) requireName(plural, 'plural', '--plural people');
  if (changes.has(`src/${name}`))
    throw new Refusal(`there is a context ${name} already: to add to it, npm run new:use-case -- ${name} VERB-NOUN`);
  if (zh !== undefined && !HAN.test(zh))
    throw new Refusal(`--zh ${zh}: write what it is called in Chinese, such as --zh 公告`);
  for (const word of new Set([name, aggregate])) requireFree(word, plural);
  const many = plural ?? pluralOf(aggregate);
  if (many === aggregate)
    throw new Refusal(`one ${aggregate} and several must have different names: say --plural ${aggregate}-items`);
  const names = { context: formsOf(name), aggregate: formsOf(aggregate), plural: formsOf(many) };
  requireUnused(names, changes);
  return { ...names, zh: zh ?? `${names.aggregate.pascal}（中文名待定）` };
}

function requireFree(word, plural) {
  if (RESERVED.includes(word))
    throw new Refusal(`"${word}" means something else here: name the context by what it is about`);
  if (plural === undefined && /[^sui]s$/.test(word)) {
    const one = word.replace(/ies$/, 'y').replace(/s$/, '');
    throw new Refusal(
      `"${word}" looks like more than one: contexts are named in the singular, such as ${one}. If it is one, say --plural`,
    );
  }
  if (isTaken(word) || wordsOfSample().has(formsOf(word).camel) || wordsOfSample().has(formsOf(word).pascal))
    throw new Refusal(`"${word}" is a word the code itself uses: choose another, such as shop-${word}`);
}

function requireUnused({ aggregate, plural }, changes) {
  const sources = [...changes.sources('src'), ...changes.sources('libs')];
  const there = (pattern) => sources.find(([path, text]) => path.endsWith('.ts') && pattern.test(text))?.[0];
  const another = 'choose another name, or name its aggregate with --aggregate';
  if (SQL.includes(plural.snake))
    throw new Refusal(`"${plural.snake}" cannot be a table in SQL: ${another} or --plural`);
  const table = there(new RegExp(`createTable\\(\\s*\\w+,\\s*'${plural.snake}'`));
  if (table) throw new Refusal(`there is a table ${plural.snake} already (${table}): ${another}`);
  const route = there(new RegExp(`@Controller\\('(admin/)?${plural.kebab}['/]`));
  if (route) throw new Refusal(`there are routes at ${plural.kebab} already (${route}): ${another}`);
  const event = there(new RegExp(`type: '${aggregate.kebab}\\.created'`));
  if (event) throw new Refusal(`there is an event ${aggregate.kebab}.created already (${event}): ${another}`);
  if (new RegExp(`^\\| ${aggregate.words} +\\|`, 'm').test(changes.read('docs/glossary.md')))
    throw new Refusal(`"${aggregate.words}" means something else in docs/glossary.md: ${another}`);
}

let words;
/** Identifiers that the sample's code uses besides its own name. */
function wordsOfSample() {
  words ??= new Set(
    sampleFiles()
      .filter(([path]) => path.endsWith('.ts'))
      .flatMap(([, text]) => text.replaceAll(/\/\*[^]*?\*\/|\/\/.*$|'[^'\n]*'|`[^`]*`/gm, '').match(/\b[A-Za-z]\w*/g)),
  );
  return words;
}
