import { bytesAround, JSON_TYPE } from '../answers/enveloped-bytes.js';
import { envelopedFailure, failureOf } from '../answers/failure-answer.js';
import { headerLines } from '../answers/header-lines.js';
import { languageOf } from '../answers/language.js';
import { type Quota, quotaHeaders } from '../load/too-many-requests.js';
import type { Asked } from './early-answer.js';

/** An answer of the API, but for what every answer on a connection has. */
export interface Outcome {
  readonly status: number;
  /** Of its headers, each with its end. */
  readonly lines: string;
  readonly body: Buffer;
}

type Request = Pick<Asked, 'headers' | 'id'>;
/** Header fields by their names in small letters. */
export type Fields = Map<string, string>;

/** @param fields of headers besides those that every answer has */
export function success(request: Request, status: number, fields: Fields, data: unknown): Outcome {
  const body = bytesAround(JSON.stringify(data ?? null), languageOf(request), request.id);
  return { status, lines: linesOf(request, fields, body), body };
}

/** What the filter of errors would answer. @param fields what was to be said of a success */
export function failure(request: Request, fields: Fields, error: unknown): Outcome {
  const said = failureOf(error, request);
  const body = Buffer.from(JSON.stringify(envelopedFailure(said, request.id)));
  setAll(fields, said.headers);
  return { status: said.status, lines: linesOf(request, fields, body), body };
}

export function setAll(fields: Fields, more: Readonly<Record<string, string | number>>): Fields {
  for (const [name, value] of Object.entries(more)) fields.set(name, String(value));
  return fields;
}

function linesOf({ id }: Request, fields: Fields, { length }: Buffer): string {
  const own = fields.size > 0 ? headerLines([...fields].flat()) : '';
  return `x-request-id: ${id}\r\n${own}content-type: ${JSON_TYPE}\r\ncontent-length: ${length}\r\n`;
}

export function quotaLines(quotas: readonly Quota[]): string {
  return quotas.length > 0 ? headerLines(Object.entries(quotaHeaders(quotas)).flat()) : '';
}
