import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { once } from 'node:events';
import fc from 'fast-check';
import { bytesToCome, headersOf, plainRequest } from './request-head.js';

const PLAIN = 'GET /a?b=%20 HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer x\r\n\r\n';
const withLine = (line: string) => PLAIN.replace('\r\n\r\n', `\r\n${line}\r\n\r\n`);
const headOf = (bytes: Buffer) => {
  const plain = plainRequest(bytes);
  const headers = plain && headersOf(plain);
  return headers && { method: plain.method, url: plain.url, headers, body: plain.body?.toString('latin1') ?? '' };
};
const JSON_TYPE = 'Content-Type: application/json';
const POST = `POST /a HTTP/1.1\r\nHost: shop\r\n${JSON_TYPE}\r\nContent-Length: 7\r\nIdempotency-Key: k\r\n\r\n{"a":1}`;
const read = (text: string) => headOf(Buffer.from(text, 'latin1'));
const toCome = (text: string) => bytesToCome(Buffer.from(text, 'latin1'));

describe('the head of a plain GET', () => {
  it('is its URL and what answers depend on', () => {
    expect(read(withLine('Accept: any\r\nX-REQUEST-ID:\t r-1 \r\nConnection: Keep-Alive'))).toEqual({
      method: 'GET',
      url: '/a?b=%20',
      headers: { host: 'shop', authorization: 'Bearer x', 'x-request-id': 'r-1', connection: 'Keep-Alive' },
      body: '',
    });
  });

  it.each([
    ['half of it', PLAIN.slice(0, -2)],
    ['two of them', PLAIN + PLAIN],
    ['one and the beginning of another', `${PLAIN}G`],
    ['one after an empty line', `\r\n${PLAIN}`],
    ['another method', PLAIN.replace('GET', 'HEAD')],
    ['HTTP/1.0', PLAIN.replace('1.1', '1.0')],
    ['a URL with a host', PLAIN.replace('/a', 'http://shop/a')],
    ['a URL of bytes beyond ASCII', PLAIN.replace('/a', '/\xe9')],
    ['a body', withLine('Content-Length: 0')],
    ['a body in chunks', withLine('Transfer-Encoding: chunked')],
    ['an upgrade', withLine('Upgrade: websocket')],
    ['an expectation', withLine('Expect: 100-continue')],
    ['the end of the connection', withLine('Connection: close')],
    ['no host', PLAIN.replace('Host', 'Ghost')],
    ['a header twice', withLine('authorization: Bearer y')],
    ['a line that goes on', withLine('X: a\r\n b')],
    ['a line ended by LF', withLine('X: a\nY: b')],
    ['a space before the colon', withLine('X : a')],
    ['a value beyond ASCII', withLine('X: \xa0')],
    ['NUL', withLine('X: \0')],
    ['more than 4 KiB', withLine(`X: ${'x'.repeat(4_096)}`)],
  ])('is not made of %s', (_, text) => {
    expect(read(text)).toBeNull();
  });
});

describe('a plain POST', () => {
  it.each([JSON_TYPE, 'Content-Type: application/json; charset=utf-8', 'content-type:Application/JSON;charset=UTF-8'])(
    'is its head and JSON of a known length: %s',
    (type) => {
      expect(read(POST.replace(JSON_TYPE, type))).toMatchObject({
        method: 'POST',
        url: '/a',
        headers: { host: 'shop', 'content-length': '7', 'idempotency-key': 'k' },
        body: '{"a":1}',
      });
    },
  );

  it.each([
    ['half of it', POST.slice(0, -1)],
    ['its head', POST.slice(0, -7)],
    ['half of its head', POST.slice(0, 30)],
    ['one and the beginning of another', `${POST}P`],
    ['two of them', POST + POST],
    ['no body', POST.replace('Content-Length: 7\r\n', '').slice(0, -7)],
    ['an empty body', POST.replace('h: 7', 'h: 0').slice(0, -7)],
    ['a body of no length', POST.replace('Content-Length: 7\r\n', '')],
    ['a length that is written oddly', POST.replace('h: 7', 'h: 07')],
    ['two lengths', POST.replace('Content-Length: 7', 'Content-Length: 7\r\nContent-Length: 7')],
    ['two keys', POST.replace('Idempotency-Key: k', 'Idempotency-Key: k\r\nIdempotency-Key: k')],
    ['a body in chunks', POST.replace('Content-Length: 7', 'Transfer-Encoding: chunked')],
    ['a body that is packed', POST.replace(JSON_TYPE, `${JSON_TYPE}\r\nContent-Encoding: gzip`)],
    ['a body of another type', POST.replace('/json', '/xml')],
    ['a body in another charset', POST.replace('/json', '/json; charset=gbk')],
    ['a body of no type', POST.replace(`${JSON_TYPE}\r\n`, '')],
    ['one that waits for 100', POST.replace('Host', 'Expect: 100-continue\r\nHost')],
    ['a head of more than 4 KiB', POST.replace('Host', `X: ${'x'.repeat(4_096)}\r\nHost`)],
  ])('is not made of %s', (_, text) => {
    expect(read(text)).toBeNull();
  });
});

describe('the bytes of a request that are still to come', () => {
  const post = (line: string, body = '') => `POST / HTTP/1.1\r\nHost: shop\r\n${line}\r\n${body}`;

  it.each([
    [PLAIN, 0],
    [post('Content-Length: 5\r\n', 'abcde'), 0],
    [post('content-length:5 \r\n', 'ab'), 3],
    [post('Content-Length: 5\r\n'), 5],
  ])('are known: %j', (text, bytes) => {
    expect(toCome(text)).toBe(bytes);
  });

  it.each([
    ['of half a head', PLAIN.slice(0, -2)],
    ['where another begins', post('Content-Length: 1\r\n', 'abc')],
    ['of chunks', post('Transfer-Encoding: chunked\r\n', '1\r\na\r\n')],
    ['of two lengths', post('Content-Length: 1\r\nContent-Length: 1\r\n', 'a')],
    ['of a list of lengths', post('Content-Length: 1, 1\r\n', 'a')],
    ['of a length that is none', post('Content-Length: +1\r\n', 'a')],
    ['of a length that is hidden', post('X: a\nContent-Length: 1\r\n', 'a')],
    ['where the protocol may change', post('Upgrade: websocket\r\n')],
    ['of a tunnel', PLAIN.replace('GET /a', 'CONNECT a:1')],
    ['where 100 is waited for', post('Expect: 100-continue\r\nContent-Length: 1\r\n')],
  ])('are not, %s', (_, text) => {
    expect(toCome(text)).toBeNull();
  });
});

describe('[P48] what is read of a head here', () => {
  let server: Server;
  let read: { url: string | undefined; headers: IncomingMessage['headers']; body: string }[];
  beforeAll(async () => {
    server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      let body = '';
      request.on('data', (bytes: Buffer) => (body += bytes.toString('latin1')));
      request.on('end', () => {
        read.push({ url: request.url, headers: request.headers, body });
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());

  /** What Node makes of bytes and of the end of a connection after them. */
  async function readByNode(bytes: Buffer) {
    read = [];
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    // A second request, so that one which is not at its end shows.
    socket.end(Buffer.concat([bytes, Buffer.from('GET /next HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n')]));
    await once(socket, 'close');
    return read;
  }

  const usual = [
    'Authorization: Bearer x',
    'X-Request-Id: r',
    'Accept-Language:en',
    'Cookie: a=b',
    'X:',
    'If-None-Match: "a", W/"b"',
    JSON_TYPE,
    JSON_TYPE,
    'Content-Type: text/plain',
  ];
  const lengths = [
    'Content-Length: 3',
    'Content-Length: 3 ',
    'content-length: 0',
    'Content-Length: 03',
    'Transfer-Encoding: chunked',
  ];
  const odd = [
    'Content-Length : 3',
    ' folded',
    'X: a\nContent-Length: 3',
    ':',
    'X',
    'X: \x7f',
    'X-Content-Length: 3',
    'host:other',
    'Upgrade: h2c',
    'X: \t y \t',
    'Connection: keep-alive',
    'Connection: close',
    'Content-Length: 3, 3',
    'X: \r',
  ];
  const line = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...usual) },
    { weight: 3, arbitrary: fc.constantFrom(...lengths) },
    { weight: 2, arbitrary: fc.constantFrom(...odd) },
    { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
  );
  const target = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('/', '/a?b=c', '//', '/#x', '/%zz') },
    { weight: 1, arbitrary: fc.constantFrom('/a b', '*', 'http://shop/', '') },
    { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
  );
  const mostly = (one: string, ...others: string[]) =>
    fc.oneof({ weight: 15, arbitrary: fc.constant(one) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
  const version = mostly('HTTP/1.1', 'HTTP/1.0', 'HTTP/1.1 ', 'http/1.1');
  const end = mostly('\r\n', '\n', '\r');
  const requests = fc
    .tuple(
      fc.constantFrom('GET', 'GET', 'GET', 'POST', 'POST', 'HEAD'),
      target,
      version,
      fc.array(fc.tuple(line, end), { maxLength: 4 }),
      end,
      fc.constantFrom('', '', 'abc', 'abcd', '3\r\nabc\r\n0\r\n\r\n'),
    )
    .map(([method, url, protocol, lines, last, body]) =>
      [`${method} ${url} ${protocol}\r\nHost: shop\r\n`, ...lines.map((one) => one.join('')), last, body].join(''),
    );

  const posts = fc
    .tuple(target, fc.array(fc.tuple(line, end), { maxLength: 3 }), mostly('abc', 'ab', 'abcd'))
    .map(([url, lines, body]) =>
      [
        `POST ${url} HTTP/1.1\r\nHost: shop\r\n${JSON_TYPE}\r\n`,
        ...lines.map((one) => one.join('')),
        `Content-Length: 3\r\n\r\n${body}`,
      ].join(''),
    );

  it('is what Node reads, and where a request is said to end is where it ends for Node', async () => {
    const known = { heads: 0, bodies: 0, ends: 0 };
    const property = fc.asyncProperty(fc.oneof(requests, requests, posts), async (text) => {
      const bytes = Buffer.from(text, 'latin1');
      const head = headOf(bytes);
      const ends = bytesToCome(bytes) === 0;
      if (!head && !ends) return;
      const [first, ...more] = await readByNode(bytes);
      // Refused by Node, and the connection ended with it: nothing can come after it.
      if (!first && !head) return;
      known.ends++;
      expect(first?.body).toBe(text.slice(text.indexOf('\r\n\r\n') + 4));
      expect([[], ['/next']]).toContainEqual(more.map(({ url }) => url));
      if (!head) return;
      known[head.method === 'POST' ? 'bodies' : 'heads']++;
      expect(first?.body).toBe(head.body);
      expect(first?.url).toBe(head.url);
      expect(first?.headers).toMatchObject(head.headers);
    });
    await fc.assert(property, { numRuns: 3_000 });
    expect(known.heads).toBeGreaterThan(50);
    expect(known.bodies).toBeGreaterThan(50);
    expect(known.ends - known.heads).toBeGreaterThan(50);
  });
});
