import fc from 'fast-check';

/** As much of JSON Schema as the document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Stands for an id the server has answered with, which is known only when the request is sent. */
export interface Known {
  readonly known: number;
}

/** Written as they are: no JavaScript value says them. */
export interface Raw {
  readonly raw: string;
}

const known: fc.Arbitrary<Known> = fc.nat(63).map((nth) => ({ known: nth }));

/** Values a schema allows, its bounds among them. */
export function allowedBy(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(allowedBy));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => allowedBy({ ...schema, type })));
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numbers(schema);
    case 'string':
      return strings(schema);
    case 'array':
      return fc.array(allowedBy(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: schema.maxItems ?? 4,
        size: '-1',
      });
    case 'object':
      return objects(schema);
    default:
      return fc.constantFrom('some', 1, null);
  }
}

function numbers({ minimum = -1000, maximum = 100_000 }: Schema): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: Math.max(minimum, -1000), max: Math.min(maximum, Math.max(minimum, 0) + 5) }),
    fc.constantFrom(minimum, maximum),
  );
}

function strings({ pattern, format, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<unknown> {
  if (format === 'uri') return fc.constant('https://example.com/a.png');
  if (format === 'date-time') return fc.constant('2026-01-01T00:00:00.000Z');
  if (format === 'date') return fc.constantFrom('2026-01-01', '2025-11-20', '2024-02-29');
  if (pattern !== undefined) return fc.oneof(known, matching(pattern));
  const unit = fc.constantFrom(...'茶杯a1 é😀');
  return fc.oneof(
    fc.string({ unit, minLength, maxLength: Math.min(maxLength, minLength + 12) }),
    fc.constant('x'.repeat(maxLength)),
  );
}

/** A pattern that is too much for the generator is that of a telephone number or of an address on the web. */
function matching(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern), { size: '-1' });
  } catch {
    return fc.constantFrom('13800138000', 'https://example.com/a.png', 'some');
  }
}

function objects({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
  const named = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, allowedBy(schema)]));
  const whole = fc.record(named, { requiredKeys: [...required], noNullPrototype: true });
  if (typeof additionalProperties !== 'object') return whole;
  const key = fc.string({ unit: fc.constantFrom(...'颜色ab'), minLength: 1, maxLength: 4 });
  return fc.dictionary(key, allowedBy(additionalProperties), { maxKeys: 3, noNullPrototype: true });
}

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

/** What somebody sends who means no good, or whose program is wrong. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    ' ',
    0,
    -1,
    1.5,
    2 ** 31,
    2 ** 53,
    -(2 ** 53),
    1e21,
    [],
    {},
    [[]],
    [null],
    known,
  ),
  fc.constantFrom(
    '\u0000',
    '\ud800',
    'a\udfff',
    '\u202e',
    '\ufeff',
    '..',
    '../../etc/passwd',
    '%00',
    '%',
    '_',
    '\\',
    '"',
  ),
  fc.constantFrom("' OR 1=1 --", '${7*7}', '{{7*7}}', '<script>', '\r\nX: y', 'null', 'undefined', 'NaN', '1e400', '٣'),
  fc.constantFrom('x'.repeat(300), '茶'.repeat(5_000), '\u0301'.repeat(500), '😀'.repeat(200)),
  fc.constantFrom({ toString: 'x' }, { length: -1 }, { then: 1 }, { $gt: '' }, { raw: 1 }),
  fc.constantFrom('1e400', '-1e400', '1E-400', '9007199254740993', '00', '0x10', '1.0000000000000001', '-0').map(raw),
  fc.constantFrom('NaN', 'undefined', '"\\ud800"', '"\\u0000"', "'x'", '{"a":1,}', '[1,]', '{"a":1,"a":2}').map(raw),
  fc.constantFrom('{"__proto__":{"x":1}}', '{"constructor":{"prototype":{}}}', '{"\\u005f_proto__":1}').map(raw),
  fc
    .constantFrom(nested('[', ']', 31), nested('[', ']', 33), nested('[', ']', 5_000), nested('{"a":', '}', 40))
    .map(raw),
  fc.integer({ min: 1_000, max: 9_000 }).map((length) => raw(`[${'1,'.repeat(length)}1]`)),
  fc.json({ maxDepth: 3 }).map(raw),
);

function raw(text: string): Raw {
  return { raw: text };
}

/** An allowed value with something wrong in one place: missing, extra, or of another kind. */
export function spoilt(schema: Schema): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  if (schema.type === 'array' && schema.items) return fc.tuple(spoilt(schema.items)).map((items) => [...items]);
  if (properties.length === 0) return hostile;
  const whole = allowedBy({ ...schema, required: properties.map(([name]) => name) }) as fc.Arbitrary<object>;
  const wrong = fc.oneof(
    ...properties.map(([name, inner]) => fc.tuple(fc.constant(name), fc.oneof(hostile, spoilt(inner)))),
  );
  const extra = fc.tuple(fc.constantFrom('__proto__', 'constructor', 'id', 'x', '', 'isAdmin', 'toString'), hostile);
  return fc.oneof(
    fc.tuple(whole, wrong).map(([value, [name, bad]]) => ({ ...value, [name]: bad })),
    fc
      .tuple(whole, wrong)
      .map(([value, [name]]) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))),
    fc
      .tuple(allowedBy(schema), extra)
      .map(([value, [name, bad]]) => ({ pairs: [...Object.entries(value as object), [name, bad]] })),
  );
}

/** JSON as it is sent; ids are filled in. */
export function written(value: unknown, idOf: (nth: number) => string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((one) => written(one, idOf)).join(',')}]`;
  if ('raw' in value && typeof value.raw === 'string') return value.raw;
  if ('known' in value && typeof value.known === 'number') return JSON.stringify(idOf(value.known));
  const pairs =
    'pairs' in value && Array.isArray(value.pairs) ? (value.pairs as [string, unknown][]) : Object.entries(value);
  return `{${pairs.map(([name, one]) => `${JSON.stringify(name)}:${written(one, idOf)}`).join(',')}}`;
}
