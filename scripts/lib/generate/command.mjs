import { relative } from 'node:path';
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

/** Writes the changes, or with `dryRun` only tells them, and says what to do next. */
export async function carryOut(changes, dryRun, next) {
  await changes.format();
  const { summary } = changes;
  if (!dryRun) changes.write();
  say(dryRun ? 'this would be written (+ new, ~ changed):' : 'written (+ new, ~ changed):');
  console.error(summary.join('\n'));
  if (!dryRun) console.error(['', 'Next:', ...next.map((step) => `  ${step}`)].join('\n'));
}
