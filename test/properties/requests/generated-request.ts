import fc from 'fast-check';
import { allowedBy, hostile, type Known, type Schema, spoilt } from './values.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

export interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>
  >;
}

export interface Document {
  readonly security?: Operation['security'];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export const ROLES = ['nobody', 'shopper', 'other shopper', 'owner', 'operator', 'support', 'forger'] as const;
export type Role = (typeof ROLES)[number];

export interface GeneratedRequest {
  /** The operation that is meant. */
  readonly method: string;
  readonly template: string;
  readonly role: Role;
  /** Segments for the template's parameters, in their order; what is text is sent as it stands. */
  readonly segments: readonly (string | Known)[];
  /** Whether the path may be another than the template's. */
  readonly pathIsHostile: boolean;
  readonly query: readonly (readonly [string, unknown])[];
  readonly headers: Readonly<Record<string, string>>;
  /** JSON to be written, text to be sent as it stands, or nothing. */
  readonly body: { readonly json: unknown } | { readonly text: string } | null;
}

const known: fc.Arbitrary<Known> = fc.nat(63).map((nth) => ({ known: nth }));
const NOBODYS = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const hostileSegment = fc.constantFrom(
  '..',
  '.',
  '',
  '%2e%2e',
  '..%2f..%2fadmin',
  '%00',
  '%',
  '%zz',
  '%C0%AE',
  '%ff',
  'a%2Fb',
  'a/b',
  '//',
  ';x=1',
  '%E8%8C%B6',
  '%F0%9F%98%80',
  '__proto__',
  'constructor',
  '*',
  ':id',
  '{id}',
  '-1',
  '0',
  '9'.repeat(199),
  'a'.repeat(201),
  'a'.repeat(4_000),
  `${NOBODYS.toLowerCase()}`,
  `${NOBODYS}%20`,
  '2026-13-45',
  '0000-00-00',
  '9999-12-31',
  '2026-02-30',
);
const hostileHeaders: fc.Arbitrary<Record<string, string>> = fc.constantFrom<Record<string, string>>(
  { accept: 'text/html' },
  { 'accept-language': 'en;q=x,,*,'.repeat(200) },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': ';' },
  { 'content-encoding': 'gzip' },
  { 'x-request-id': "'; DROP TABLE orders" },
  { 'x-forwarded-for': '::1, 999.1.1.1', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher' },
  { origin: 'https://evil.example' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
  { host: 'evil.example' },
  { 'x-http-method-override': 'DELETE' },
  { 'idempotency-key': 'x'.repeat(65) },
  { 'idempotency-key': '' },
  { range: 'bytes=0-1' },
  { expect: '100-continue' },
  { 'if-none-match': '*' },
  { cookie: '='.repeat(3_000) },
  { 'x-large': 'x'.repeat(40_000) },
);
const keys = fc.constantFrom('a', 'b', 'c').chain((letter) => fc.nat(9_999).map((nth) => `${letter}-${nth}`));
const anybody = fc.constantFrom(...ROLES);
const SIGNED_IN: Readonly<Record<string, fc.Arbitrary<Role>>> = {
  bearer: fc.constantFrom<Role>('shopper', 'shopper', 'other shopper'),
  cookie: fc.constantFrom<Role>('owner', 'owner', 'owner', 'operator', 'support'),
};

/** Mostly those whom the operation lets in. */
function roleFor({ security }: Operation): fc.Arbitrary<Role> {
  const scheme = security?.flatMap((one) => Object.keys(one))[0];
  const admitted = scheme === undefined ? anybody : (SIGNED_IN[scheme] ?? anybody);
  return fc.oneof({ weight: 5, arbitrary: admitted }, { weight: 1, arbitrary: anybody });
}

/** A password is hashed for as long as a hundred other requests take. */
const HASHES_PASSWORDS = /\/staff\b/;

/** Any request to any documented operation; about half of them are what the document allows. */
export function requests({ paths, security }: Document): fc.Arbitrary<GeneratedRequest> {
  const operations = Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      arbitrary: requestTo(method.toUpperCase(), template, { security, ...operation }),
      weight: method !== 'get' && HASHES_PASSWORDS.test(template) ? 1 : 10,
    })),
  );
  return fc.oneof(...operations);
}

function requestTo(method: string, template: string, operation: Operation): fc.Arbitrary<GeneratedRequest> {
  const { parameters = [], requestBody } = operation;
  const places = (template.match(/\{\w+\}/g) ?? []).length;
  const segment = fc.oneof(
    { weight: 8, arbitrary: known },
    { weight: 1, arbitrary: fc.constant(NOBODYS) },
    { weight: 2, arbitrary: hostileSegment },
  );
  const otherMethod = fc.constantFrom('PATCH', 'OPTIONS', 'HEAD', 'DELETE', 'PUT', 'POST', 'GET');
  const keyed = parameters.some(({ name }) => name === 'Idempotency-Key');
  return fc
    .record({
      method: fc.oneof({ weight: 15, arbitrary: fc.constant(method) }, { weight: 1, arbitrary: otherMethod }),
      role: roleFor(operation),
      segments: fc.array(segment, { minLength: places, maxLength: places }),
      query: queryOf(parameters.filter((parameter) => parameter.in === 'query')),
      key: keyed ? fc.option(keys, { freq: 8 }) : fc.option(keys, { freq: 1 }),
      headers: fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: hostileHeaders }),
      body: bodyOf(requestBody?.content['application/json']?.schema, method),
    })
    .map(({ key, headers, segments, ...request }) => ({
      ...request,
      template,
      segments,
      pathIsHostile: segments.some((one) => typeof one === 'string' && one !== NOBODYS),
      headers: { ...(key !== null && { 'idempotency-key': key }), ...headers },
    }));
}

function queryOf(parameters: readonly Parameter[]): fc.Arbitrary<readonly (readonly [string, unknown])[]> {
  const names = [...parameters.map(({ name }) => name), 'x', '__proto__', 'limit'];
  const anything = fc.tuple(fc.constantFrom(...names), hostile);
  if (parameters.length === 0)
    return fc.oneof(
      { weight: 9, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(anything, { maxLength: 2 }) },
    );
  const each = parameters.map(({ name, schema = {} }) =>
    fc.option(fc.tuple(fc.constant(name), allowedBy(schema)), { freq: 1 }),
  );
  const fine = fc.tuple(...each).map((pairs) => pairs.filter((pair) => pair !== null));
  const twice = fc.tuple(fine, anything).map(([pairs, pair]) => [...pairs, ...pairs.slice(0, 1), pair]);
  return fc.oneof({ weight: 3, arbitrary: fine }, { weight: 1, arbitrary: twice });
}

function bodyOf(schema: Schema | undefined, method: string): fc.Arbitrary<GeneratedRequest['body']> {
  const json = (value: unknown) => ({ json: value });
  const odd = fc.oneof(
    hostile.map(json),
    fc.constantFrom('', '{', '\u0000', 'not json', '{}{}', '\ufeff{}', 'a=b&c=d', '<xml/>').map((text) => ({ text })),
    {
      weight: 1,
      arbitrary: fc.constantFrom({ text: `{"x":"${'x'.repeat(70_000)}"}` }, { text: 'x'.repeat(2_000_000) }),
    },
  );
  if (!schema) {
    const bare = fc.constant(null);
    const weight = method === 'GET' ? 1 : 3;
    return fc.oneof({ weight: 20, arbitrary: bare }, { weight, arbitrary: odd });
  }
  return fc.oneof(
    { weight: 10, arbitrary: allowedBy(schema).map(json) },
    { weight: 8, arbitrary: spoilt(schema).map(json) },
    { weight: 2, arbitrary: odd },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}
