import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../../scripts/lib/checkout.mjs';

const folder = new URL('../cases/', import.meta.url);

/**
 * The cases of these names, all without names; the name of a folder means all that is in it. A case is a file that
 * exports `run(bench)`, which answers rows.
 */
export async function findCases(names) {
  const all = readdirSync(fileURLToPath(folder), { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => file.slice(0, -'.mjs'.length))
    .sort();
  const means = (name, one) => one === name || one.startsWith(`${name}/`);
  const unknown = names.filter((name) => !all.some((one) => means(name, one)));
  if (unknown.length > 0) throw new Refusal(`there is no case ${unknown.join(', ')}; there are ${all.join(', ')}`);
  const chosen = all.filter((one) => names.length === 0 || names.some((name) => means(name, one)));
  return Promise.all(chosen.map(async (name) => ({ name, run: (await import(new URL(`${name}.mjs`, folder))).run })));
}
