import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server that answers with its name, and remembers what it was asked; probes it only answers. */
export class Echo {
  readonly seen: Seen[] = [];
  /** Another answer than the usual one; probes are not asked about. */
  answer: (response: ServerResponse, request: Seen) => void = (response) => response.end(this.name);
  private server: Server | null = null;
  private port = 0;

  private constructor(readonly name: string) {}

  static async open(name: string): Promise<Echo> {
    const echo = new Echo(name);
    await echo.listen();
    return echo;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Where it was before, if it was closed; nothing while it is open. */
  async listen(): Promise<void> {
    if (this.server) return;
    this.server = createServer((request, response) => void this.take(request, response));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** As a process that is killed: its connections break, and nobody listens any more. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    if (url === '/health/ready') return void response.end('{}');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const seen = { method, url, headers, body };
    this.seen.push(seen);
    this.answer(response, seen);
  }
}
