import { root } from '../checkout.mjs';
import { Changes } from './changes.mjs';
import { asked, carryOut } from './command.mjs';
import { namesOf } from './context-names.mjs';
import { register } from './register.mjs';
import { rename, sampleFiles } from './sample.mjs';

const USAGE = `npm run new:context -- NAME [--zh 名称] [--aggregate NAME] [--plural NAMES] [--dry-run]
  NAME         what the context is about, in the singular: bulletin, gift-card
  --zh         what it is called in Chinese
  --aggregate  the thing it is about, where that is not NAME
  --plural     more than one of these, where English does not simply add an s
  --dry-run    tells what would be written`;

/** The first business code of contexts a shop adds; each has a hundred (docs/errors.md). */
const FIRST_CODE = 7000;

export async function newContext() {
  const wish = asked(USAGE, ['name'], {
    zh: { type: 'string' },
    aggregate: { type: 'string' },
    plural: { type: 'string' },
  });
  if (!wish) return;
  const changes = new Changes(root);
  const names = namesOf(wish, changes);
  const { context, aggregate, plural, zh } = names;
  const code = nextCode(changes) + 1;
  const migration = nextMigration(changes);
  for (const [path, text] of sampleFiles()) {
    const filled = rename(text, names)
      .replaceAll('样例', zh)
      .replaceAll('7001', `${code}`)
      .replaceAll('1764000000000', `${migration}`);
    changes.create(`src/${context.kebab}/${rename(path, names)}`, filled);
  }
  await register(changes, names, code);
  await carryOut(changes, wish['dry-run'], [
    `npx jest src/${context.kebab}    its tests`,
    `say what one is and what it may: src/${context.kebab}/README.md and domain/${aggregate.kebab}.ts`,
    `npm run new:use-case -- ${context.kebab} VERB-${aggregate.kebab}    one thing more that staff can do`,
    `npm start    and look at ${context.kebab} in http://localhost:3000/docs: GET /api/v1/admin/${plural.kebab}`,
    'docs/add-a-context.md goes through all of it in ten minutes',
  ]);
}

function nextCode(changes) {
  const codes = changes
    .sources('src')
    .flatMap(([, text]) => [...text.matchAll(/\bcode: (\d{4})\b/g)].map(([, code]) => Number(code)));
  const last = Math.max(FIRST_CODE - 100, ...codes);
  return last < FIRST_CODE ? FIRST_CODE : Math.floor(last / 100) * 100 + 100;
}

/** After all there are, and in the order in which contexts came about, whoever adds them where. */
function nextMigration(changes) {
  const sources = [...changes.sources('src'), ...changes.sources('libs')];
  const numbers = sources.flatMap(([, text]) =>
    [...text.matchAll(/class \w*?(\d{13}) implements MigrationInterface/g)].map(([, number]) => Number(number)),
  );
  return Math.max(Date.now(), ...numbers.map((number) => number + 1));
}
