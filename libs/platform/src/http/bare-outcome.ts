import { bytesAround, JSON_TYPE } from './enveloped-bytes.js';
import type { Asked } from './early-answer.js';
import { envelopedFailure, failureOf } from './failure-answer.js';
import { headerLines } from './header-lines.js';
import { languageOf } from './language.js';
import { type Quota, quotaHeaders } from './too-many-requests.js';

/** An answer of the API, but for what every answer on a connection has. */
export interface Outcome {
  readonly status: number;
  /** Of its headers, each with its end. */
  readonly lines: string;
  readonly body: Buffer;
}

type Request = Pick<Asked, 'headers' | 'id'>;

/** @param lines of headers besides those that every answer has */
export function success(
  request: Request,
  status: number,
  lines: string,
  quotas: readonly Quota[],
  data: unknown,
): Outcome {
  const body = bytesAround(JSON.stringify(data ?? null), languageOf(request), request.id);
  return { status, lines: linesOf(request, quotas, lines, body), body };
}

/** What the filter of errors would answer. @param lines as above */
export function failure(request: Request, lines: string, quotas: readonly Quota[], error: unknown): Outcome {
  const said = failureOf(error, request);
  const body = Buffer.from(JSON.stringify(envelopedFailure(said, request.id)));
  const more = headerLines(Object.entries(said.headers).flat());
  return { status: said.status, lines: linesOf(request, quotas, lines + more, body), body };
}

function linesOf({ id }: Request, quotas: readonly Quota[], lines: string, { length }: Buffer): string {
  return `x-request-id: ${id}\r\n${quotaLines(quotas)}${lines}content-type: ${JSON_TYPE}\r\ncontent-length: ${length}\r\n`;
}

export function quotaLines(quotas: readonly Quota[]): string {
  return quotas.length > 0 ? headerLines(Object.entries(quotaHeaders(quotas)).flat()) : '';
}
