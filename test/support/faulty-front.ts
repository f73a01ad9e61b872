import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { LastingServer } from './lasting-server.js';

/** Stands before a server and answers in its place, as a version that has a mistake would; probes always pass. */
export class FaultyFront {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server = new LastingServer((incoming, outgoing) => this.pass(incoming, outgoing), {
    // As the shop: longer than the gateway keeps a connection that nobody uses.
    keepAliveTimeout: 72_000,
  });
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
    return this.server.address;
  }

  /** Where it was before, if it was closed; nothing while it is open. */
  listen(): Promise<void> {
    return this.server.listen();
  }

  /** As a process that is killed. */
  async close(): Promise<void> {
    await this.server.close();
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
