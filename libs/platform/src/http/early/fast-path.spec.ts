import { Logger } from '@nestjs/common';
import { fast, FastPathServer, get, post } from '../../../../../test/support/fast-path-server.js';
import { eventually } from '../../../../../test/support/until.js';

describe('[P48] the fast path', () => {
  let at: FastPathServer;
  beforeAll(() => void Logger.overrideLogger(false));
  beforeEach(async () => {
    at = await FastPathServer.open();
  });
  afterEach(() => at.close());

  it('answers on a connection from its second request on', async () => {
    const { ask, said } = await at.open();
    for (let answers = 1; answers <= 3; answers++) await ask(get(`/${answers}`), answers);
    expect(said()).toEqual(['server /1', 'fast /2', 'fast /3']);
  });

  it('takes nothing for a request that ends one whose beginning it has not seen', async () => {
    const { ask, said, socket, arrived } = await at.open();
    // The head of the second comes with the first, the rest, which looks like a request, by itself.
    socket.write(`${get('/1')}POST /2 HTTP/1.1\r\nHost: shop\r\nContent-Length: ${get('/x').length}\r\nX: `);
    await arrived();
    for (const bytes of [get('/y'), get('/x')]) {
      socket.write(bytes);
      await arrived();
    }
    await ask(get('/3'), 3);
    expect([said(), at.asked]).toEqual([['server /1', `server /2 with ${get('/x')}`, 'server /3'], []]);
  });

  it('hands the server what it does not answer, and goes on after it', async () => {
    at.answer = (url) => (url === '/no' ? null : fast(url));
    const { ask } = await at.open();
    await ask(get('/1'), 1);
    await ask(get('/2'), 2);
    await ask(get('/no'), 3);
    await ask(post('abc'), 4);
    expect(await ask(get('/5'), 5)).toEqual(['server /1', 'fast /2', 'server /no', 'server / with abc', 'fast /5']);
  });

  it('takes nothing for a request that is part of a body, in whatever pieces it comes', async () => {
    const { ask, said, socket, arrived } = await at.open();
    await ask(get('/1'), 1);
    const body = get('/smuggled');
    for (const piece of [post('', body.length), body.slice(0, 9), body.slice(9, -1), body.slice(-1)]) {
      expect(said()).toHaveLength(1);
      socket.write(piece);
      await arrived();
    }
    await ask(get('/3'), 3);
    expect([said(), at.asked]).toEqual([['server /1', `server / with ${body}`, 'fast /3'], ['/3']]);
  });

  it('takes no rest of a body for a request where the server answered before it came', async () => {
    at.listener = (_, response) => response.end('server early;');
    const { ask, said, socket } = await at.open();
    await ask(get('/1'), 1);
    const body = get('/smuggled');
    await ask(post('', body.length), 2);
    socket.write(body);
    await ask(get('/3'), 3);
    expect([said(), at.asked]).toEqual([['server early', 'server early', 'server early'], []]);
  });

  it('leaves a connection to the server where it cannot tell the end of a request', async () => {
    const { ask } = await at.open();
    await ask(get('/1'), 1);
    await ask('POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n', 2);
    expect(await ask(get('/3'), 3)).toEqual(['server /1', 'server / with abc', 'server /3']);
    const pieces = await at.open();
    await pieces.ask(get('/1'), 1);
    pieces.socket.write(get('/2').slice(0, 9));
    await pieces.arrived();
    await pieces.ask(get('/2').slice(9), 2);
    expect(await pieces.ask(get('/3'), 3)).toEqual(['server /1', 'server /2', 'server /3']);
  });

  it('answers none of several requests that come at once, nor one that comes before the last is answered', async () => {
    const held: (() => void)[] = [];
    at.listener = ({ url }, response) => {
      if (url === '/slow') held.push(() => response.end('server /slow;'));
      else response.end(`server ${url};`);
    };
    const { ask, said, socket, arrived } = await at.open();
    await ask(get('/1'), 1);
    await ask(get('/2') + get('/3'), 3);
    socket.write(get('/slow'));
    await eventually(
      () => held,
      ({ length }) => length > 0,
    );
    socket.write(get('/4'));
    await arrived();
    expect(said()).toHaveLength(3);
    held[0]?.();
    expect(await eventually(said, ({ length }) => length >= 5)).toEqual([
      'server /1',
      'server /2',
      'server /3',
      'server /slow',
      'server /4',
    ]);
  });

  it('answers in turn while an answer is waited for, whatever comes meanwhile', async () => {
    let end = () => undefined as void;
    at.answer = (url) => (url === '/later' ? new Promise((resolve) => (end = () => resolve(fast(url)))) : fast(url));
    const { ask, said, socket, arrived } = await at.open();
    await ask(get('/1'), 1);
    for (const bytes of [get('/later'), get('/2')]) {
      socket.write(bytes);
      await arrived();
    }
    socket.write(post('abc'));
    expect(said()).toEqual(['server /1']);
    end();
    await ask(get('/3'), 5);
    expect(said().map((one) => one.replace(/^(?:fast|server) /, ''))).toEqual([
      '/1',
      '/later',
      '/2',
      '/ with abc',
      '/3',
    ]);
  });

  it.each<[string, () => string | null | Promise<string | null>]>([
    [
      'fails',
      () => {
        throw new Error('planted');
      },
    ],
    ['fails later', () => Promise.reject(new Error('planted'))],
    ['finds nothing later', () => Promise.resolve(null)],
  ])('lets the server answer where it %s', async (_, fails) => {
    const { ask } = await at.open();
    await ask(get('/1'), 1);
    at.answer = fails;
    await ask(get('/2'), 2);
    at.answer = fast;
    expect(await ask(get('/3'), 3)).toEqual(['server /1', 'server /2', 'fast /3']);
  });

  it('writes nothing to who has gone', async () => {
    let end = () => undefined as void;
    at.answer = (url) => new Promise((resolve) => (end = () => resolve(fast(url))));
    const { ask, socket, heard } = await at.open();
    await ask(get('/1'), 1);
    socket.write(get('/2'));
    await eventually(
      () => at.asked,
      ({ length }) => length > 0,
    );
    socket.destroy();
    await eventually(
      () => heard.ended,
      (ended) => ended,
    );
    await eventually(
      () => new Promise<number>((resolve) => at.server.getConnections((_, count) => resolve(count))),
      (count) => count === 0,
    );
    end();
    await at.path.close();
  });

  it('lets the server write to who reads too slowly', async () => {
    const large = 'x'.repeat(8_000_000);
    const { ask, socket, arrived } = await at.open();
    await ask(get('/1'), 1);
    at.answer = (url) =>
      `HTTP/1.1 200 OK\r\nContent-Length: ${large.length}\r\n\r\n${large}`.replace('xxxx', `${url}xx`);
    socket.pause();
    socket.write(get('/2'));
    await eventually(
      () => at.asked,
      ({ length }) => length === 1,
    );
    socket.write(get('/3'));
    await arrived();
    expect(at.asked).toEqual(['/2']);
    socket.resume();
    await eventually(
      () => socket.bytesRead,
      (bytes) => bytes > large.length,
    );
  });

  it('leaves a connection its time-out', async () => {
    at.server.keepAliveTimeout = 150;
    const { ask, heard } = await at.open();
    await ask(get('/1'), 1);
    expect(await ask(get('/2'), 2)).toContain('fast /2');
    await eventually(
      () => heard.ended,
      (ended) => ended,
    );
  });

  it('closes: the server answers from then on, once those who wait have their answers', async () => {
    let end = () => undefined as void;
    at.answer = (url) => (url === '/later' ? new Promise((resolve) => (end = () => resolve(fast(url)))) : fast(url));
    const [one, other] = [await at.open(), await at.open()];
    for (const { ask } of [one, other]) await ask(get('/1'), 1);
    one.socket.write(get('/later'));
    await eventually(
      () => at.asked,
      ({ length }) => length > 0,
    );
    let closed = false;
    const closing = at.path.close().then(() => (closed = true));
    expect(await other.ask(get('/2'), 2)).toEqual(['server /1', 'server /2']);
    expect(closed).toBe(false);
    end();
    await closing;
    expect(await eventually(one.said, ({ length }) => length === 2)).toEqual(['server /1', 'fast /later']);
    expect(await one.ask(get('/3'), 3)).toContain('server /3');
  });
});
