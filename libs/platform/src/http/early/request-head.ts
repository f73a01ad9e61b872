export interface PlainRequest {
  readonly method: 'GET' | 'POST';
  /** As it was sent: path and query. */
  readonly url: string;
  /** The header lines, each with its end. */
  readonly fields: string;
  /** Of a POST. */
  readonly body: Buffer | null;
}

/**
 * A GET or POST of HTTP/1.1, by RFC 9112 at its strictest: what is written otherwise, however usual, is for Node's parser to
 * accept or to refuse.
 */
const HEAD = /^(?:GET|POST) (\/[!-~]*) HTTP\/1\.1\r\n((?:[!#$%&'*+.^`|~\w-]+:[\t -~]*\r\n)+)\r\n$/;
const LONGEST_HEAD = 4_096;
const [G, P] = [0x47, 0x50];

/** What answers may depend on. */
const READ = new Set([
  'accept-language',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'if-none-match',
  'traceparent',
  'user-agent',
  'x-forwarded-for',
  'x-request-id',
]);
/** Of requests that are more than a head and JSON of a known length, or to be answered by more than an answer. */
const REFUSED = new Set(['content-encoding', 'expect', 'proxy-connection', 'transfer-encoding', 'upgrade']);
const JSON_BODY = /^application\/json(?:; ?charset=utf-8)?$/i;

/** Null: the bytes are anything else than one plain GET without a body, or one plain POST with all of its body. */
export function plainRequest(bytes: Buffer): PlainRequest | null {
  const [first] = bytes;
  if (first !== G && first !== P) return null;
  const end = first === G ? bytes.length : bytes.indexOf('\r\n\r\n') + 4;
  if (end > LONGEST_HEAD) return null;
  const [, url, fields] = HEAD.exec(bytes.toString('latin1', 0, end)) ?? [];
  if (url === undefined || fields === undefined) return null;
  return first === G
    ? { method: 'GET', url, fields, body: null }
    : { method: 'POST', url, fields, body: bytes.subarray(end) };
}

/**
 * Of a plain request: the headers that answers may depend on, by names in small letters. Null: it is more than that, or not
 * kept alive, or says one of them twice, or has a body that is not this JSON.
 */
export function headersOf({ fields, body }: PlainRequest): Readonly<Record<string, string>> | null {
  const headers: Record<string, string> = {};
  for (let at = 0; at < fields.length;) {
    const colon = fields.indexOf(':', at);
    const end = fields.indexOf('\r\n', colon);
    const name = fields.slice(at, colon).toLowerCase();
    if (REFUSED.has(name) || name in headers) return null;
    if (READ.has(name)) headers[name] = fields.slice(colon + 1, end).trim();
    at = end + 2;
  }
  const { host, connection = 'keep-alive' } = headers;
  if (host === undefined || connection.toLowerCase() !== 'keep-alive') return null;
  return isWhole(headers, body) ? headers : null;
}

function isWhole({ 'content-length': length, 'content-type': type = '' }: Record<string, string>, body: Buffer | null) {
  if (body === null) return length === undefined;
  return length === String(body.length) && body.length > 0 && JSON_BODY.test(type);
}

const WELL_FORMED = /^[A-Z]+ [!-~]+ HTTP\/1\.1\r\n(?:[!#$%&'*+.^`|~\w-]+:[\t -~\x80-\xff]*\r\n)+$/;
const FRAMING = /\n(content-length|transfer-encoding|expect|upgrade):([^\r]*)/gi;
const LENGTH = /^[ \t]*\d{1,10}[ \t]*$/;

/** Of the request that begins with these bytes: how many of its body are still to come. Null: that is not certain. */
export function bytesToCome(bytes: Buffer): number | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end + 2);
  if (!WELL_FORMED.test(head) || head.startsWith('CONNECT')) return null;
  let length: number | null = null;
  for (const [, name = '', value = ''] of head.matchAll(FRAMING)) {
    if (length !== null || name.toLowerCase() !== 'content-length' || !LENGTH.test(value)) return null;
    length = Number(value);
  }
  const left = (length ?? 0) - (bytes.length - end - 4);
  return left < 0 ? null : left;
}
