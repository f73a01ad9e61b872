import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openDummyShop, reached } from '../../../../../test/support/dummy-shop.js';

const FORM = 'multipart/form-data; boundary=xyz';
const part = (disposition: string, content: string, headers = '') =>
  `--xyz\r\nContent-Disposition: form-data; ${disposition}\r\n${headers}\r\n${content}\r\n`;
const file = (content = 'picture', name = 'file') => part(`name="${name}"; filename="a.jpg"`, content);
const END = '--xyz--\r\n';

describe('a form with a file', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await openDummyShop();
  });
  afterAll(() => app.close());

  /** A stream is sent in chunks, without its length. */
  const send = async (form: string | Readable, type = FORM, url = 'open/file') => {
    const payload = typeof form === 'string' ? Buffer.from(form, 'latin1') : form;
    const headers = { 'content-type': type };
    const reply = await app.inject({ method: 'POST', url: `/api/v1/${url}`, payload, headers });
    return { status: reply.statusCode, ...reply.json<{ code: number; data: unknown; errors?: object[] }>() };
  };
  const received = (content: string) => ({ status: 201, data: { received: content } });
  const invalid = (path: string, message: RegExp) => ({
    status: 400,
    code: 400,
    errors: [{ path, message: expect.stringMatching(message) }],
  });

  it('is read byte by byte, up to the most it may have, whatever it calls itself', async () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1');
    expect(await send(file(all) + END)).toMatchObject(received(all));
    expect(await send(file('x'.repeat(1_000)) + END)).toMatchObject(received('x'.repeat(1_000)));
    const odd = part('name="file"; filename="../../etc/passwd"', 'picture', 'Content-Type: text/html\r\n');
    expect(await send(odd + END)).toMatchObject(received('picture'));
    expect(await send(file('picture', 'image') + END)).toMatchObject(received('picture'));
  });

  it('is refused with 413 when the file is larger, or the form around it is', async () => {
    const tooLarge = { status: 413, code: 413, data: { mostBytes: 1_000 } };
    expect(await send(file('x'.repeat(1_001)) + END)).toMatchObject(tooLarge);
    expect(await send(file('x'.repeat(100_000)) + END)).toMatchObject(tooLarge);
    const chunks = Readable.from([Buffer.alloc(100_000, 'x'), Buffer.from(file() + END)]);
    expect(await send(chunks)).toMatchObject(tooLarge);
  });

  it.each([
    ['no part', END, 'file', /missing/],
    ['nothing at all', '', '', /broken/],
    ['another field', file() + part('name="note"', 'hello') + END, '', /one part/],
    ['a field of that name and no file', part('name="file"', 'hello') + END, '', /one part/],
    ['two files', file() + file() + END, '', /one part/],
    ['no end', file(), '', /broken|breaks off/],
    ['half a file', file().slice(0, -3), '', /broken|breaks off/],
  ])('is refused with 400 when it has %s', async (_, form, path, message) => {
    expect(await send(form)).toMatchObject(invalid(path, message));
  });

  it('is refused with 400 without a boundary, and with 415 as no form', async () => {
    expect(await send(file() + END, 'multipart/form-data')).toMatchObject(invalid('', /no form/));
    for (const type of ['application/json', 'image/jpeg', 'multipart/mixed; boundary=xyz'])
      expect(await send(type === 'application/json' ? '{}' : file() + END, type)).toMatchObject({
        status: 415,
        code: 415,
      });
  });

  it('is refused with 415 by routes that take none', async () => {
    expect(await send(file() + END, FORM, 'open/things')).toMatchObject({ status: 415, code: 415 });
  });

  it('is not read before somebody has signed in', async () => {
    await app.listen(0, '127.0.0.1');
    reached.length = 0;
    const { port } = app.getHttpServer().address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /api/v1/guarded/file HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nContent-Length: 5000\r\n\r\n--xyz`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1.1 401 /);
    expect(reached).toEqual([]);
  });
});
