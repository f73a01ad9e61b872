import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { once } from 'node:events';
import fc from 'fast-check';
import { bytesToCome, headersOf, plainGet } from './request-head.js';

const PLAIN = 'GET /a?b=%20 HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer x\r\n\r\n';
const withLine = (line: string) => PLAIN.replace('\r\n\r\n', `\r\n${line}\r\n\r\n`);
const headOf = (bytes: Buffer) => {
  const plain = plainGet(bytes);
  const headers = plain && headersOf(plain);
  return headers && { url: plain.url, headers };
};
const read = (text: string) => headOf(Buffer.from(text, 'latin1'));
const toCome = (text: string) => bytesToCome(Buffer.from(text, 'latin1'));

describe('the head of a plain GET', () => {
  it('is its URL and what answers depend on', () => {
    expect(read(withLine('User-Agent: any\r\nX-REQUEST-ID:\t r-1 \r\nConnection: Keep-Alive'))).toEqual({
      url: '/a?b=%20',
      headers: { host: 'shop', authorization: 'Bearer x', 'x-request-id': 'r-1', connection: 'Keep-Alive' },
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
  ];
  const lengths = [
    'Content-Length: 3',
    'Content-Length: 3 ',
    'content-length: 0',
    'Content-Length: 03',
    'Transfer-Encoding: chunked',
  ];
  const odd = [
    ...[
      'Content-Length : 3',
      ' folded',
      'X: a\nContent-Length: 3',
      ':',
      'X',
      'X: \x7f',
      'X-Content-Length: 3',
      'host:other',
    ],
    ...['Upgrade: h2c', 'X: \t y \t', 'Connection: keep-alive', 'Connection: close', 'Content-Length: 3, 3', 'X: \r'],
  ];
  const line = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...usual) },
    { weight: 2, arbitrary: fc.constantFrom(...lengths) },
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
      fc.constantFrom('GET', 'GET', 'GET', 'POST', 'HEAD'),
      target,
      version,
      fc.array(fc.tuple(line, end), { maxLength: 4 }),
      end,
      fc.constantFrom('', '', 'abc', 'abcd', '3\r\nabc\r\n0\r\n\r\n'),
    )
    .map(([method, url, protocol, lines, last, body]) =>
      [`${method} ${url} ${protocol}\r\nHost: shop\r\n`, ...lines.map((one) => one.join('')), last, body].join(''),
    );

  it('is what Node reads, and where a request is said to end is where it ends for Node', async () => {
    const known = { heads: 0, ends: 0 };
    const property = fc.asyncProperty(requests, async (text) => {
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
      known.heads++;
      expect(first?.url).toBe(head.url);
      expect(first?.headers).toMatchObject(head.headers);
    });
    await fc.assert(property, { numRuns: 3_000 });
    expect(known.heads).toBeGreaterThan(50);
    expect(known.ends - known.heads).toBeGreaterThan(50);
  });
});
