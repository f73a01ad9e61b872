/** A request without a body, as far as one who answers it out of memory looks at it. */
export interface RequestHead {
  /** As it was sent: path and query. */
  readonly url: string;
  /** Those of `READ` that were sent, by names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A GET of HTTP/1.1 and nothing after it, by RFC 9112 at its strictest: what is written otherwise, however usual, is for
 * Node's parser to accept or to refuse.
 */
const HEAD = /^GET (\/[!-~]*) HTTP\/1\.1\r\n((?:[!#$%&'*+.^`|~\w-]+:[\t -~]*\r\n)+)\r\n$/;
const LONGEST_HEAD = 4_096;

/** What answers may depend on. */
const READ = new Set([
  ...['accept-language', 'authorization', 'connection', 'host', 'if-none-match'],
  ...['traceparent', 'x-forwarded-for', 'x-request-id'],
]);
/** Of requests that are more than a head, or to be answered by more than an answer. */
const REFUSED = new Set(['content-length', 'expect', 'transfer-encoding', 'upgrade']);

/** Null: the bytes are anything else than one plain GET that is kept alive. */
export function headOf(bytes: Buffer): RequestHead | null {
  if (bytes.length > LONGEST_HEAD || bytes[0] !== 0x47) return null;
  const [, url, fields] = HEAD.exec(bytes.toString('latin1')) ?? [];
  if (url === undefined || fields === undefined) return null;
  const headers: Record<string, string> = {};
  for (let at = 0; at < fields.length;) {
    const colon = fields.indexOf(':', at);
    const end = fields.indexOf('\r\n', colon);
    const name = fields.slice(at, colon).toLowerCase();
    // Sent twice, it is Node's to say which one counts.
    if (REFUSED.has(name) || name in headers) return null;
    if (READ.has(name)) headers[name] = fields.slice(colon + 1, end).trim();
    at = end + 2;
  }
  const { host, connection = 'keep-alive' } = headers;
  return host !== undefined && connection.toLowerCase() === 'keep-alive' ? { url, headers } : null;
}

const LENGTH = /\r\ncontent-length:[ \t]*(\d{1,10})[ \t]*\r\n/gi;
const OTHERWISE_FRAMED = /^CONNECT |\r\n(?:transfer-encoding|expect|upgrade)[ \t]*:/i;

/** Of the request that begins with these bytes: how many of its body are still to come. Null: that is not certain. */
export function bytesToCome(bytes: Buffer): number | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end + 2);
  const lengths = [...head.matchAll(LENGTH)].map(([, digits]) => Number(digits));
  const mentioned = head.match(/content-length/gi)?.length ?? 0;
  if (OTHERWISE_FRAMED.test(head) || mentioned > 1 || lengths.length !== mentioned) return null;
  const left = (lengths[0] ?? 0) - (bytes.length - end - 4);
  return left < 0 ? null : left;
}
