import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = new URL('../../', import.meta.url);
const read = (name) => fileURLToPath(new URL(name, root));

/**
 * The events of each src/<context>/events.ts: `{ context, type, record, version, says, schema }`, where `schema` is the
 * JSON schema of what the record holds besides `type` and `at`. The TypeScript is the one source of it.
 */
export function publishedEvents(folder = read('src/')) {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${folder}/${entry.name}/events.ts`))
    .map(({ name }) => ({ context: name, file: `${folder}/${name}/events.ts` }));
  const { config } = ts.readConfigFile(read('tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, read('.'));
  const program = ts.createProgram(
    files.map(({ file }) => file),
    { ...options, incremental: false, noEmit: true, customConditions: [], paths: { '#kernel': [kernel] } },
  );
  return files.flatMap(({ context, file }) => eventsOf(program, context, file));
}

const kernel = read('libs/shared-kernel/src/index.ts');

function eventsOf(program, context, file) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const versions = versionsIn(checker, exported);
  const records = exported.filter((symbol) => extendsDomainEvent(symbol));
  const events = records.map((symbol) => {
    const record = checker.getDeclaredTypeOfSymbol(symbol);
    const type = checker.getTypeOfSymbol(record.getProperty('type')).value;
    const version = versions.get(type);
    if (version === undefined) throw new Error(`src/${context}/events.ts gives ${type} no version`);
    const schema = schemaOf(checker, record, { without: ['type', 'at'] });
    return { context, type, record: symbol.name, version, says: commentOn(checker, symbol), schema };
  });
  const strange = [...versions.keys()].filter((type) => !events.some((event) => event.type === type));
  if (strange.length > 0) throw new Error(`src/${context}/events.ts has a version of ${strange}, and no such event`);
  return events;
}

const extendsDomainEvent = (symbol) =>
  symbol.declarations?.some(
    (declaration) =>
      ts.isInterfaceDeclaration(declaration) &&
      declaration.heritageClauses?.some(({ types }) => types.some((one) => one.getText() === 'DomainEvent')),
  );

/** Of the constants called …Events: event type → version. */
function versionsIn(checker, exported) {
  const constants = exported.filter((symbol) => /Events$/.test(symbol.name) && symbol.flags & ts.SymbolFlags.Variable);
  const properties = constants.flatMap((symbol) => checker.getTypeOfSymbol(symbol).getProperties());
  return new Map(properties.map((property) => [property.name, checker.getTypeOfSymbol(property).value]));
}

function schemaOf(checker, type, { without = [] } = {}) {
  if (type.isStringLiteral()) return { type: 'string', const: type.value };
  if (type.flags & ts.TypeFlags.String) return { type: 'string' };
  if (type.flags & ts.TypeFlags.Number) return { type: 'integer' };
  if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
  if (type.isUnion() && type.types.every((one) => one.isStringLiteral()))
    return { type: 'string', enum: type.types.map(({ value }) => value).sort() };
  if (checker.isArrayType(type)) return { type: 'array', items: schemaOf(checker, checker.getTypeArguments(type)[0]) };
  if (type.flags & ts.TypeFlags.Object && type.getProperties().length > 0) return objectSchema(checker, type, without);
  throw new Error(
    `An event cannot hold ${checker.typeToString(type)}: scripts/lib/event-schemas.mjs has no schema for it`,
  );
}

function objectSchema(checker, type, without) {
  const properties = type.getProperties().filter(({ name }) => !without.includes(name));
  const isOptional = (property) => Boolean(property.flags & ts.SymbolFlags.Optional);
  const schemas = properties.map((property) => {
    const says = commentOn(checker, property);
    const declared = checker.getTypeOfSymbol(property);
    const schema = schemaOf(checker, isOptional(property) ? checker.getNonNullableType(declared) : declared);
    return [property.name, says ? { description: says, ...schema } : schema];
  });
  return {
    type: 'object',
    required: properties.filter((property) => !isOptional(property)).map(({ name }) => name),
    properties: Object.fromEntries(schemas),
  };
}

const commentOn = (checker, symbol) =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll('\n', ' ');
