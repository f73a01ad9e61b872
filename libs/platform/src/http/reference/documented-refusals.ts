import type { OpenAPIObject } from '@nestjs/swagger';
import { GENERIC_MESSAGES } from '../answers/generic-errors.js';

/** What `Answers` leaves on an operation of the API: the codes it may answer with. */
export const REFUSALS = 'x-refusals';

/** HTTP status of each business code (docs/errors.md). */
const STATUS_OF_CODE: Readonly<Record<number, readonly number[]>> = {
  400: [4003],
  401: [1101, 1102, 1103, 1104, 1105, 1106],
  403: [1107],
  404: [1001, 1002, 2001, 2002, 4001, 5001],
  409: [1003, 1005, 2003, 3001, 4002, 4005, 4006, 4007, 5002, 5003],
  422: [1004, 1006, 4004, 6003],
  503: [6001, 6002],
};
/** Codes from here on are a shop's own (docs/errors.md); what kind of refusal they are is known to their context alone. */
const OWN_CODES = 7000;
const OF_OWN_CODES = [404, 409, 422];
/** What may be said of a token, wherever one is sent. */
const TOKEN_CODES = [1102, 1103];

const FAILURE = {
  type: 'object',
  properties: {
    code: { type: 'integer', description: 'The HTTP status, or a business code' },
    message: { type: 'string', minLength: 1 },
    data: { type: ['object', 'null'], description: 'Facts for the client' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      description: 'What is wrong with the shape of the request',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, message: { type: 'string', minLength: 1 } },
        required: ['path', 'message'],
        additionalProperties: false,
      },
    },
  },
  required: ['code', 'message', 'data', 'requestId'],
  additionalProperties: false,
};

interface Operation {
  [REFUSALS]?: readonly number[];
  description?: string;
  readonly 'x-permission'?: string | null;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  responses: Record<string, object>;
}

/** Says of every operation of the API how it may refuse: by its codes, by whom it lets in, and by what it takes. */
export function documentRefusals(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths))
    for (const [method, operation] of Object.entries(path as Record<string, Operation>)) {
      const own = operation[REFUSALS];
      if (!own) continue;
      delete operation[REFUSALS];
      const codes = [...new Set([...own, ...codesOfKey(operation)])].sort((a, b) => a - b);
      if (codes.length > 0) operation.description = `Business codes: ${codes.join(', ')}.`;
      for (const [status, refusal] of Object.entries(refusalsOf(method, operation, codes)))
        operation.responses[status] = { ...refusal, ...operation.responses[status] };
    }
  const schemas = { ...document.components?.schemas, Failure: FAILURE };
  return { ...document, components: { ...document.components, schemas } };
}

/** A key may be malformed, used for something else, or in use. */
function codesOfKey({ parameters = [] }: Operation): number[] {
  return parameters.some(({ name }) => name === 'Idempotency-Key') ? [4003, 4004, 4005] : [];
}

function refusalsOf(method: string, operation: Operation, codes: readonly number[]): Record<string, object> {
  const statuses = [400, 401, 403, 404, 409, 413, 415, 422, 431, 503].flatMap((status) => {
    const tokens = status === 401 && isForSignedIn(operation) ? TOKEN_CODES : [];
    const mine = [...new Set([...codes.filter((code) => belongsTo(status, code)), ...tokens])];
    return mine.length > 0 || codes.includes(status) || isGeneric(status, method, operation)
      ? [[status, response(status, mine)] as const]
      : [];
  });
  return Object.fromEntries([...statuses, [429, response(429, [])]]);
}

function belongsTo(status: number, code: number): boolean {
  return code >= OWN_CODES ? OF_OWN_CODES.includes(status) : STATUS_OF_CODE[status]?.includes(code) === true;
}

function isGeneric(status: number, method: string, operation: Operation): boolean {
  const takes = (where: string) => operation.parameters?.some((parameter) => parameter.in === where) ?? false;
  switch (status) {
    case 400:
      return method !== 'get' || takes('query');
    case 401:
      return isForSignedIn(operation);
    case 403:
      return operation['x-permission'] !== undefined;
    case 404:
      return takes('path');
    case 413:
    case 415:
      return method !== 'get';
    default:
      return status === 431 || status === 503;
  }
}

function isForSignedIn({ security }: Operation): boolean {
  return !security?.some((scheme) => Object.keys(scheme).length === 0);
}

function response(status: number, codes: readonly number[]): object {
  const message = GENERIC_MESSAGES[status]?.en ?? '';
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Failure' }, { properties: { code: { enum: [status, ...codes] } } }],
  };
  const description = codes.length > 0 ? `${message} (${codes.join(', ')})` : message;
  return { description, content: { 'application/json': { schema } } };
}
