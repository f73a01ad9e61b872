import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that may be closed, as a process that is killed, and opened again where it was. */
export class LastingServer {
  private server: Server | null = null;
  private port = 0;

  constructor(
    private readonly answer: RequestListener,
    private readonly settings: Partial<Pick<Server, 'keepAliveTimeout'>> = {},
  ) {}

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Nothing while it is open. */
  async listen(): Promise<void> {
    if (this.server) return;
    this.server = Object.assign(createServer(this.answer), this.settings);
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Its connections break, and nobody listens any more. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
}
