import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal, root, say } from '../checkout.mjs';

/** What was asked for on the command line; `names` are the names of what stands without an option. */
export function asked(usage, names, options) {
  const { values, positionals } = parsed(usage, { ...options, 'dry-run': { type: 'boolean', default: false } });
  if (values.help) {
    console.log(usage);
    return null;
  }
  if (positionals.length > names.length)
    throw new Refusal(`too much: ${positionals.slice(names.length).join(' ')}\n${usage}`);
  if (relative(root, process.cwd()).startsWith('..'))
    throw new Refusal(`this adds to the checkout in ${root}: run it there`);
  return { ...values, ...Object.fromEntries(names.map((name, at) => [name, positionals[at]])) };
}

function parsed(usage, options) {
  try {
    return parseArgs({ allowPositionals: true, options: { ...options, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    throw new Refusal(`${error.message}\n${usage}`);
  }
}

/** Writes the changes, or with `dryRun` only tells them; draws what is drawn of the events; says what to do next. */
export async function carryOut(changes, dryRun, next) {
  await changes.format();
  const { summary } = changes;
  if (!dryRun) {
    changes.write();
    drawEvents();
  }
  say(dryRun ? 'this would be written (+ new, ~ changed):' : 'written (+ new, ~ changed):');
  console.error(summary.join('\n'));
  if (!dryRun) console.error(['', 'Next:', ...next.map((step) => `  ${step}`)].join('\n'));
}

/** docs/asyncapi.json is what the compiler makes of the events, so they have to be there first. */
function drawEvents() {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/asyncapi.mjs')], { stdio: 'inherit' });
  if (status !== 0) throw new Refusal('written, but docs/asyncapi.json is not up to date: npm run docs:asyncapi');
}
