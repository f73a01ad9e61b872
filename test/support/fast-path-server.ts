import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { FastPath } from '../../libs/platform/src/http/early/fast-path.js';
import { plainRequest } from '../../libs/platform/src/http/early/request-head.js';
import { eventually } from './until.js';

export const get = (url: string, more = '') => `GET ${url} HTTP/1.1\r\nHost: shop\r\n${more}\r\n`;
export const post = (body: string, length = body.length) =>
  `POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: ${length}\r\n\r\n${body}`;
export const fast = (url: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${url.length + 6}\r\n\r\nfast ${url};`;

/** A server of Node's with a fast path that answers every GET. Each answer ends with a semicolon. */
export class FastPathServer {
  /** URLs the fast path was asked for. */
  readonly asked: string[] = [];
  answer: (url: string) => string | null | Promise<string | null> = fast;
  listener: RequestListener = (request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString('latin1')));
    request.on('end', () => response.end(`server ${request.url}${body && ` with ${body}`};`));
  };
  readonly server = createServer((request, response) => this.listener(request, response));
  readonly path = new FastPath(this.server);
  private readonly sockets: Socket[] = [];
  private readonly accepted: Socket[] = [];

  static async open(): Promise<FastPathServer> {
    const opened = new FastPathServer();
    const { server, path, accepted, asked } = opened;
    server.on('connection', (socket: Socket) => accepted.push(socket));
    path.open((bytes) => {
      const head = plainRequest(bytes);
      if (head?.method !== 'GET') return null;
      asked.push(head.url);
      return opened.answer(head.url);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return opened;
  }

  close(): void {
    this.sockets.forEach((socket) => socket.destroy());
    this.server.closeAllConnections();
    this.server.close();
  }

  async open() {
    const socket = connect({ port: (this.server.address() as AddressInfo).port, host: '127.0.0.1', noDelay: true });
    socket.on('error', () => undefined);
    this.sockets.push(socket);
    await once(socket, 'connect');
    const theirs = await eventually(
      () => this.accepted.find(({ remotePort }) => remotePort === socket.localPort),
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
}
