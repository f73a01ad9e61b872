import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Script = (response: ServerResponse, request: ReceivedRequest) => void;

/** A server on 127.0.0.1 that does what the test tells it, for faults that no well-behaved server shows. */
export class ScriptedServer {
  readonly received: ReceivedRequest[] = [];
  private queue: Script[] = [];
  private routes = new Map<string, Script>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ScriptedServer> {
    const server = createServer();
    const scripted = new ScriptedServer(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      const { method = '', url = '', headers } = request;
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () =>
        scripted.play(response, { method, url, headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** One request each, in this order; the last also answers all that follow. */
  answers(...scripts: Script[]): void {
    this.queue = scripts;
  }

  /** Answers every request of that path, whatever `answers` says. */
  answersAt(path: string, script: Script): void {
    this.routes.set(path, script);
  }

  at(path: string): ReceivedRequest[] {
    return this.received.filter(({ url }) => url.split('?')[0] === path);
  }

  reset(): void {
    this.received.length = 0;
    this.queue = [];
    this.routes.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private play(response: ServerResponse, request: ReceivedRequest): void {
    this.received.push(request);
    const script =
      this.routes.get(request.url.split('?')[0] ?? '') ?? (this.queue.length > 1 ? this.queue.shift() : this.queue[0]);
    if (!script) throw new Error(`nothing scripted for ${request.method} ${request.url}`);
    script(response, request);
  }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Script {
  return (response) =>
    response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(JSON.stringify(body));
}

export function text(body: string, status = 200): Script {
  return (response) => response.writeHead(status, { 'content-type': 'text/html' }).end(body);
}

/** Promises more bytes than it sends. */
export const truncated: Script = (response) => {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('{"openid":"o1","sess', () => response.destroy());
};

export const hangUp: Script = (response) => void response.destroy();

export const silence: Script = () => undefined;

/** A byte now and then, for ever: no gap is long, the whole is. */
export const slowDrip: Script = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 10);
  response.on('close', () => clearInterval(timer));
};

export const endless: Script = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
  };
  response.on('drain', more);
  more();
};
