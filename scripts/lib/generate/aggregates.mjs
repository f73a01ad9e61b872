import { Refusal } from '../checkout.mjs';
import { formsOf } from './names.mjs';

/**
 * The aggregates of a context that a use case can change the usual way: there are an AggregateRoot in domain/, a port
 * with `change(id, mutate)`, an in-memory fake of it, and an error for one that is not there.
 */
export function aggregatesOf(context, sources) {
  const files = [...sources].filter(([name]) => name.startsWith(`${context}/`));
  const find = (folder, pattern) =>
    files.flatMap(([name, text]) => {
      const found = name.startsWith(`${context}/${folder}/`) && pattern.exec(text);
      return found ? [{ file: `src/${name}`, base: name.split('/').at(-1).replace(/\.ts$/, ''), match: found }] : [];
    })[0];
  const roots = files.flatMap(([name, text]) => {
    const [, type] =
      (name.startsWith(`${context}/domain/`) && /^export class (\w+) extends AggregateRoot\b/m.exec(text)) || [];
    return type ? [{ type, file: `src/${name}`, kebab: name.split('/').at(-1).replace(/\.ts$/, '') }] : [];
  });
  return roots.flatMap(({ type, file, kebab }) => {
    const port = find(
      'domain',
      new RegExp(
        `export abstract class (\\w+) [^]*?abstract change(?:<T>)?\\(\\w+: string, mutate: \\(\\w+: ${type}\\) => (?:void|T)\\)`,
      ),
    );
    const fake =
      port && find('adapters', new RegExp(`export class InMemory${port.match[1]} extends ${port.match[1]}\\b`));
    const missing = find('domain', new RegExp(`class ${type}NotFound extends DomainError [^]*?code: (\\d+)`));
    if (!port || !fake || !missing || fake.base !== `in-memory-${port.base}`) return [];
    return [{ file, aggregate: formsOf(kebab), plural: formsOf(port.base), notFound: Number(missing.match[1]) }];
  });
}

/** The aggregate that a use case is about: the one that is named, or whose name ends the use case's, or the only one. */
export function aggregateFor({ context, name, aggregate }, sources) {
  const all = aggregatesOf(context, sources);
  const names = all.map((one) => one.aggregate.kebab);
  if (all.length === 0)
    throw new Refusal(
      `${context} has no aggregate with a port that has change(id, mutate), so there is nothing to begin with: write src/${context}/application/${name}.ts by hand, after src/inventory/application/adjust-stock.ts`,
    );
  const wanted = all.filter((one) =>
    aggregate ? one.aggregate.kebab === aggregate : name.endsWith(`-${one.aggregate.kebab}`),
  );
  const [found] = wanted.length === 0 && !aggregate && all.length === 1 ? all : wanted;
  if (!found)
    throw new Refusal(`say which aggregate of ${context} it is about: --aggregate ${names.join(', or --aggregate ')}`);
  return found;
}
