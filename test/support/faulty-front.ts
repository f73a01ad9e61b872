import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a server and answers in its place, as a version that has a mistake would; probes always pass. */
export class FaultyFront {
  private readonly agent = new Agent({ keepAlive: true });
  private server: Server | null = null;
  private port = 0;
  private count = 0;
  /** One of so many requests is answered with 500; 0: none. */
  failing = 0;

  private constructor(private readonly target: string) {}

  /** @param target without a path */
  static async open(target: string): Promise<FaultyFront> {
    const front = new FaultyFront(target);
    await front.listen();
    return front;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Where it was before, if it was closed; nothing while it is open. */
  async listen(): Promise<void> {
    if (this.server) return;
    this.server = createServer((incoming, outgoing) => this.pass(incoming, outgoing)).listen(this.port, '127.0.0.1');
    // As the shop: longer than the gateway keeps a connection that nobody uses.
    this.server.keepAliveTimeout = 72_000;
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** As a process that is killed. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
    this.agent.destroy();
  }

  private pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, url = '', headers } = incoming;
    if (this.failing > 0 && !url.startsWith('/health') && this.count++ % this.failing === 0) {
      const requestId = headers['x-request-id'] ?? '';
      const body = JSON.stringify({ code: 500, message: '服务器内部错误', data: null, requestId });
      outgoing.writeHead(500, { 'content-type': 'application/json', 'x-request-id': requestId }).end(body);
      return;
    }
    const onward = request(`${this.target}${url}`, { agent: this.agent, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }
}
