export interface PlainGet {
  /** As it was sent: path and query. */
  readonly url: string;
  /** The header lines, each with its end. */
  readonly fields: string;
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

/** Null: the bytes are anything else than one plain GET. */
export function plainGet(bytes: Buffer): PlainGet | null {
  if (bytes.length > LONGEST_HEAD || bytes[0] !== 0x47) return null;
  const [, url, fields] = HEAD.exec(bytes.toString('latin1')) ?? [];
  return url !== undefined && fields !== undefined ? { url, fields } : null;
}

/**
 * Of a plain GET: the headers that answers may depend on, by names in small letters. Null: it is more than that, or not
 * kept alive, or says one of them twice.
 */
export function headersOf({ fields }: PlainGet): Readonly<Record<string, string>> | null {
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
  return host !== undefined && connection.toLowerCase() === 'keep-alive' ? headers : null;
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
