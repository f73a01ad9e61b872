import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The way to Redis, which can be frozen: connections stay open, new ones are taken, and nothing goes through any more. */
export class RedisWay {
  private readonly sockets = new Set<Socket>();
  private frozen = false;

  private constructor(
    server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (client) => this.accept(client));
    server.unref();
  }

  /** Null where there is no way that could be frozen: without Redis, with TLS, or with several nodes, which name one another. */
  static async to(urls: readonly string[]): Promise<{ way: RedisWay; url: string } | null> {
    const [url] = urls;
    if (url === undefined || urls.length > 1) return null;
    const address = new URL(url);
    if (address.protocol !== 'redis:') return null;
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const way = new RedisWay(server, { host: address.hostname, port: Number(address.port || 6379) });
    address.hostname = '127.0.0.1';
    address.port = `${(server.address() as AddressInfo).port}`;
    return { way, url: address.href };
  }

  freeze(): void {
    this.frozen = true;
    for (const socket of this.sockets) socket.pause();
  }

  thaw(): void {
    this.frozen = false;
    for (const socket of this.sockets) socket.resume();
  }

  private accept(client: Socket): void {
    const upstream = connect(this.target);
    const end = () => {
      for (const socket of [client, upstream]) {
        this.sockets.delete(socket);
        socket.destroy();
      }
    };
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(from);
      from.setNoDelay(true).unref();
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', end).on('close', end);
      if (this.frozen) from.pause();
    }
  }
}
