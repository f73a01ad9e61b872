import { ControlError } from './control-error.js';
import type { Request } from './http.js';

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const kinds = {
  text: (value: unknown) => typeof value === 'string',
  flag: (value: unknown) => typeof value === 'boolean',
  count: (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100_000,
  integer: (value: unknown) => Number.isInteger(value),
  number: (value: unknown) => typeof value === 'number' && Number.isFinite(value),
  object: isObject,
  list: (value: unknown) => Array.isArray(value),
  listOrNull: (value: unknown) => value === null || Array.isArray(value),
  objectOrNull: (value: unknown) => value === null || isObject(value),
  textOrNumber: (value: unknown) => typeof value === 'string' || typeof value === 'number',
};

type Kind = keyof typeof kinds;
/** Field → kind; a `!` after the kind makes it required. */
export type Shape = Record<string, Kind | `${Kind}!`>;

/** @throws ControlError naming the field that is unknown, missing or of the wrong kind */
export function readBody({ body }: Request, shape: Shape): Record<string, unknown> {
  let value: unknown;
  try {
    value = body === '' ? {} : JSON.parse(body);
  } catch {
    throw new ControlError('the body is not JSON');
  }
  if (!kinds.object(value)) throw new ControlError('the body is not a JSON object');
  const fields = value as Record<string, unknown>;
  const unknown = Object.keys(fields).find((name) => !(name in shape));
  if (unknown !== undefined)
    throw new ControlError(`unknown field ${unknown}; known: ${Object.keys(shape).join(', ')}`);
  for (const [name, rule] of Object.entries(shape)) {
    const kind = rule.replace('!', '') as Kind;
    const missing = fields[name] === undefined;
    if (missing ? rule.endsWith('!') : !kinds[kind](fields[name])) {
      throw new ControlError(`${name} ${missing ? 'is missing' : `is not ${kind}`}`);
    }
  }
  return fields;
}

export function oneOf<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new ControlError(`${name} is one of ${allowed.join(', ')}`);
  return found;
}
