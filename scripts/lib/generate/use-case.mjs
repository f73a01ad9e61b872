import { Refusal } from '../checkout.mjs';
import { afterImports, before, firstIntoList, intoClass } from './edits.mjs';
import { formsOf, participleOf } from './names.mjs';
import { partsOf, rename, sample, unmarked, without } from './sample.mjs';

const MODULE = 'sample-context.module.ts';
const CONTROLLER = 'adapters/sample-things.controller.ts';

/** A use case of an aggregate, with a method of its own there. Answers what to do next. */
export function addUseCase(changes, { context, name, file, aggregate, plural, notFound }) {
  const folder = `src/${context}`;
  const deed = formsOf(name.endsWith(`-${aggregate.kebab}`) ? name.slice(0, -aggregate.kebab.length - 1) : name);
  const fill = (text) =>
    rename(verbs(text, formsOf(name), deed, aggregate), { context: formsOf(context), aggregate, plural }).replaceAll(
      '7001',
      `${notFound}`,
    );

  requireNoMethod(changes.read(file), file, deed.camel);
  const builder = `${folder}/testing/${fill('a-sample-thing')}.ts`;
  const built =
    changes.has(builder) && /\bkeep\(/.test(changes.read(`${folder}/adapters/in-memory-${plural.kebab}.ts`));
  const spec = sample('application/touch-sample-thing.spec.ts');
  changes.create(`${folder}/application/${name}.ts`, fill(sample('application/touch-sample-thing.ts')));
  changes.create(`${folder}/application/${name}.spec.ts`, fill(built ? unmarked(spec) : without(spec, 'builder')));

  const [method] = partsOf('domain/sample-thing.ts', 'use case').map(fill);
  changes.edit(file, (text) => intoClass(text, file, `export class ${aggregate.pascal} extends AggregateRoot`, method));
  intoModule(changes, context, partsOf(MODULE, 'use case').map(fill));
  const served = intoController(changes, `${folder}/adapters/${plural.kebab}.controller.ts`, {
    deed,
    plural,
    aggregate,
    fill,
  });

  return [
    `write its rule: ${deed.camel}() in ${file}, and a test of it in ${file.replace(/\.ts$/, '.spec.ts')}`,
    `npx jest ${folder}    its tests`,
    served
      ? `npm start    and send POST /api/v1/admin/${plural.kebab}/{id}/${deed.kebab}`
      : `serve it: give a controller in ${folder}/adapters/ a route that calls it, and add the route to test/contract/endpoints.ts`,
  ];
}

/** Writes the verb of the use case where the sample has `touch`. */
function verbs(text, useCase, deed, aggregate) {
  const done = participleOf(deed.kebab);
  const sentence = deed.words.charAt(0).toUpperCase() + deed.words.slice(1);
  const object = useCase.kebab.endsWith(`-${aggregate.kebab}`) ? ' a sample thing' : '';
  return text
    .replaceAll('TouchSampleThing', useCase.pascal)
    .replaceAll('touchSampleThing', useCase.camel)
    .replaceAll('touch-sample-thing', useCase.kebab)
    .replaceAll('touch sample thing', useCase.words)
    .replaceAll('Touch a sample thing', `${sentence}${object}`)
    .replaceAll('touching', 'refused')
    .replaceAll('.touched', `.${done}`)
    .replaceAll('touched', done.replaceAll('-', ' '))
    .replaceAll('/touch', `/${deed.kebab}`)
    .replaceAll('async touch(', `async ${deed.camel}${deed.camel === useCase.camel ? 'Of' : ''}(`)
    .replaceAll(/\btouch(?=\()/g, deed.camel);
}

export function intoModule(changes, context, [imported, provider]) {
  const file = `src/${context}/${context}.module.ts`;
  changes.edit(file, (text) =>
    firstIntoList(afterImports(text, file, imported), file, '  providers: [', provider.trimEnd()),
  );
}

/** Only into a controller that was made with the context: how others are laid out, nobody but their makers knows. */
function intoController(changes, file, { deed, plural, aggregate, fill }) {
  if (!changes.has(file)) return false;
  const text = changes.read(file);
  const usual = [
    `@Controller('admin/${plural.kebab}')`,
    '    private readonly queries:',
    'this.queries.one(',
    `${aggregate.camel}View,`,
    'OptionalIdempotencyKey',
  ];
  if (usual.some((sign) => !text.includes(sign))) return false;
  requireNoMethod(text, file, deed.camel);
  const [imported, parameter, route] = partsOf(CONTROLLER, 'use case').map(fill);
  const known = before(afterImports(text, file, imported), file, '    private readonly queries:', parameter.trimEnd());
  changes.edit(file, () => intoClass(known, file, `export class ${plural.pascal}Controller`, route));
  return true;
}

function requireNoMethod(text, file, method) {
  const taken = ['constructor', 'record', 'takeEvents'].includes(method);
  if (taken || new RegExp(`^  (?:static |private |get |async )*${method}\\(`, 'm').test(text))
    throw new Refusal(`${file} has a method ${method} already: choose another verb`);
}
