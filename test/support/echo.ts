import type { IncomingMessage, ServerResponse } from 'node:http';
import { LastingServer } from './lasting-server.js';

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
  private readonly server = new LastingServer((request, response) => void this.take(request, response));

  private constructor(readonly name: string) {}

  static async open(name: string): Promise<Echo> {
    const echo = new Echo(name);
    await echo.listen();
    return echo;
  }

  get address(): string {
    return this.server.address;
  }

  /** Where it was before, if it was closed; nothing while it is open. */
  listen(): Promise<void> {
    return this.server.listen();
  }

  /** As a process that is killed. */
  close(): Promise<void> {
    return this.server.close();
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
