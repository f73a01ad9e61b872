import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import { eventually } from '../../../../test/support/until.js';
import { FastPath } from './fast-path.js';
import { plainRequest } from './request-head.js';

const get = (url: string, more = '') => `GET ${url} HTTP/1.1\r\nHost: shop\r\n${more}\r\n`;
const post = (body: string, length = body.length) =>
  `POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: ${length}\r\n\r\n${body}`;
const fast = (url: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${url.length + 6}\r\n\r\nfast ${url};`;

describe('[P48] the fast path', () => {
  let server: Server;
  let path: FastPath;
  let sockets: Socket[];
  let accepted: Socket[];
  let asked: string[];
  let answer: (url: string) => string | null | Promise<string | null>;
  let listener: RequestListener;
  beforeAll(() => void Logger.overrideLogger(false));
  beforeEach(async () => {
    sockets = [];
    accepted = [];
    asked = [];
    answer = fast;
    listener = (request, response) => {
      let body = '';
      request.on('data', (bytes: Buffer) => (body += bytes.toString('latin1')));
      request.on('end', () => response.end(`server ${request.url}${body && ` with ${body}`};`));
    };
    server = createServer((request, response) => {
      path.watch(request.socket);
      listener(request, response);
    });
    server.on('connection', (socket: Socket) => accepted.push(socket));
    path = new FastPath(server);
    path.open((bytes) => {
      const head = plainRequest(bytes);
      if (head?.method !== 'GET') return null;
      asked.push(head.url);
      return answer(head.url);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    sockets.forEach((socket) => socket.destroy());
    server.closeAllConnections();
    server.close();
  });

  /** A connection; what it has been answered so far is in `said`. */
  async function openUnwatched() {
    const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', noDelay: true });
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    const theirs = await eventually(
      () => accepted.find(({ remotePort }) => remotePort === socket.localPort),
      (found) => found !== undefined,
    );
    /** When the server has read all that was sent. */
    const arrived = () =>
      eventually(
        () => theirs?.bytesRead,
        (bytes) => bytes === socket.bytesWritten,
      );
    const heard = { text: '', ended: false };
    socket.on('data', (bytes) => (heard.text += bytes.toString('latin1')));
    socket.on('close', () => (heard.ended = true));
    const said = () => [...heard.text.matchAll(/(?:fast|server) [^;]*(?=;)/g)].map(([one]) => one);
    /** Sends bytes, and waits until so many answers are there in all. */
    const ask = async (bytes: string, answers: number) => {
      socket.write(bytes, 'latin1');
      return eventually(said, ({ length }) => length >= answers);
    };
    return { socket, heard, said, ask, arrived };
  }

  /** One that is watched, and of which the server has seen enough: what is asked next may be answered fast. */
  async function open() {
    const connection = await openUnwatched();
    await connection.ask(get('/0'), 1);
    connection.heard.text = '';
    return connection;
  }

  it('answers on a connection it was told to watch, from its second request after that on', async () => {
    const { ask, said } = await openUnwatched();
    for (let answers = 1; answers <= 4; answers++) await ask(get(`/${answers}`), answers);
    expect(said()).toEqual(['server /1', 'server /2', 'fast /3', 'fast /4']);
  });

  it('answers on no connection that nobody told it to watch', async () => {
    server.removeAllListeners('request').on('request', (request, response) => listener(request, response));
    const { ask, said } = await openUnwatched();
    for (let answers = 1; answers <= 3; answers++) await ask(get(`/${answers}`), answers);
    expect([said(), asked]).toEqual([['server /1', 'server /2', 'server /3'], []]);
  });

  it('takes nothing for a request that ends one whose beginning it has not seen', async () => {
    const { ask, said, socket, arrived } = await openUnwatched();
    // The head of the second comes with the first, the rest, which looks like a request, by itself.
    socket.write(`${get('/1')}POST /2 HTTP/1.1\r\nHost: shop\r\nContent-Length: ${get('/x').length}\r\nX: `);
    await arrived();
    for (const bytes of [get('/y'), get('/x')]) {
      socket.write(bytes);
      await arrived();
    }
    await ask(get('/3'), 3);
    expect([said(), asked]).toEqual([['server /1', `server /2 with ${get('/x')}`, 'server /3'], []]);
  });

  it('hands the server what it does not answer, and goes on after it', async () => {
    answer = (url) => (url === '/no' ? null : fast(url));
    const { ask } = await open();
    await ask(get('/1'), 1);
    await ask(get('/2'), 2);
    await ask(get('/no'), 3);
    await ask(post('abc'), 4);
    expect(await ask(get('/5'), 5)).toEqual(['server /1', 'fast /2', 'server /no', 'server / with abc', 'fast /5']);
  });

  it('takes nothing for a request that is part of a body, in whatever pieces it comes', async () => {
    const { ask, said, socket, arrived } = await open();
    await ask(get('/1'), 1);
    const body = get('/smuggled');
    for (const piece of [post('', body.length), body.slice(0, 9), body.slice(9, -1), body.slice(-1)]) {
      expect(said()).toHaveLength(1);
      socket.write(piece);
      await arrived();
    }
    await ask(get('/3'), 3);
    expect([said(), asked]).toEqual([['server /1', `server / with ${body}`, 'fast /3'], ['/3']]);
  });

  it('takes no rest of a body for a request where the server answered before it came', async () => {
    listener = (_, response) => response.end('server early;');
    const { ask, said, socket } = await open();
    await ask(get('/1'), 1);
    const body = get('/smuggled');
    await ask(post('', body.length), 2);
    socket.write(body);
    await ask(get('/3'), 3);
    expect([said(), asked]).toEqual([['server early', 'server early', 'server early'], []]);
  });

  it('leaves a connection to the server where it cannot tell the end of a request', async () => {
    const { ask } = await open();
    await ask(get('/1'), 1);
    await ask('POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n', 2);
    expect(await ask(get('/3'), 3)).toEqual(['server /1', 'server / with abc', 'server /3']);
    const pieces = await open();
    await pieces.ask(get('/1'), 1);
    pieces.socket.write(get('/2').slice(0, 9));
    await pieces.arrived();
    await pieces.ask(get('/2').slice(9), 2);
    expect(await pieces.ask(get('/3'), 3)).toEqual(['server /1', 'server /2', 'server /3']);
  });

  it('answers none of several requests that come at once, nor one that comes before the last is answered', async () => {
    const held: (() => void)[] = [];
    listener = ({ url }, response) => {
      if (url === '/slow') held.push(() => response.end('server /slow;'));
      else response.end(`server ${url};`);
    };
    const { ask, said, socket, arrived } = await open();
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
      ...['server /1', 'server /2', 'server /3', 'server /slow', 'server /4'],
    ]);
  });

  it('answers in turn while an answer is waited for, whatever comes meanwhile', async () => {
    let end = () => undefined as void;
    answer = (url) => (url === '/later' ? new Promise((resolve) => (end = () => resolve(fast(url)))) : fast(url));
    const { ask, said, socket, arrived } = await open();
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
    const { ask } = await open();
    await ask(get('/1'), 1);
    answer = fails;
    await ask(get('/2'), 2);
    answer = fast;
    expect(await ask(get('/3'), 3)).toEqual(['server /1', 'server /2', 'fast /3']);
  });

  it('writes nothing to who has gone', async () => {
    let end = () => undefined as void;
    answer = (url) => new Promise((resolve) => (end = () => resolve(fast(url))));
    const { ask, socket, heard } = await open();
    await ask(get('/1'), 1);
    socket.write(get('/2'));
    await eventually(
      () => asked,
      ({ length }) => length > 0,
    );
    socket.destroy();
    await eventually(
      () => heard.ended,
      (ended) => ended,
    );
    await eventually(
      () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))),
      (count) => count === 0,
    );
    end();
    await path.close();
  });

  it('lets the server write to who reads too slowly', async () => {
    const large = 'x'.repeat(8_000_000);
    const { ask, socket, arrived } = await open();
    await ask(get('/1'), 1);
    answer = (url) => `HTTP/1.1 200 OK\r\nContent-Length: ${large.length}\r\n\r\n${large}`.replace('xxxx', `${url}xx`);
    socket.pause();
    socket.write(get('/2'));
    await eventually(
      () => asked,
      ({ length }) => length === 1,
    );
    socket.write(get('/3'));
    await arrived();
    expect(asked).toEqual(['/2']);
    socket.resume();
    await eventually(
      () => socket.bytesRead,
      (bytes) => bytes > large.length,
    );
  });

  it('leaves a connection its time-out', async () => {
    server.keepAliveTimeout = 150;
    const { ask, heard } = await open();
    await ask(get('/1'), 1);
    expect(await ask(get('/2'), 2)).toContain('fast /2');
    await eventually(
      () => heard.ended,
      (ended) => ended,
    );
  });

  it('closes: the server answers from then on, once those who wait have their answers', async () => {
    let end = () => undefined as void;
    answer = (url) => (url === '/later' ? new Promise((resolve) => (end = () => resolve(fast(url)))) : fast(url));
    const [one, other] = [await open(), await open()];
    for (const { ask } of [one, other]) await ask(get('/1'), 1);
    one.socket.write(get('/later'));
    await eventually(
      () => asked,
      ({ length }) => length > 0,
    );
    let closed = false;
    const closing = path.close().then(() => (closed = true));
    expect(await other.ask(get('/2'), 2)).toEqual(['server /1', 'server /2']);
    expect(closed).toBe(false);
    end();
    await closing;
    expect(await eventually(one.said, ({ length }) => length === 2)).toEqual(['server /1', 'fast /later']);
    expect(await one.ask(get('/3'), 3)).toContain('server /3');
  });
});
