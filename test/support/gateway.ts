import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** One address for several processes: each new connection goes to the next of them. */
export class Gateway {
  private upstreams: readonly string[] = [];
  private turn = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((client) => this.forward(client));

  static async open(): Promise<Gateway> {
    const gateway = new Gateway();
    gateway.server.listen(0, '127.0.0.1');
    await once(gateway.server, 'listening');
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  pointTo(urls: readonly string[]): void {
    this.upstreams = urls;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private forward(client: Socket): void {
    const url = this.upstreams[this.turn++ % this.upstreams.length];
    if (url === undefined) return void client.destroy();
    const server = connect(Number(new URL(url).port), '127.0.0.1');
    this.sockets.add(client);
    pipeline(client, server, client, () => this.sockets.delete(client));
  }
}
