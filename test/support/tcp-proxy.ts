import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can stop forwarding, as a server that froze or a network that swallows packets would. */
export interface TcpProxy {
  readonly port: number;
  /** Keeps every connection open, accepts new ones, and forwards nothing. */
  freeze(): void;
  thaw(): void;
  /** Closes every connection. */
  cut(): void;
  close(): Promise<void>;
}

/** @param at where it listens; a free port unless given */
export async function openTcpProxy(host: string, port: number, at = 0): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let frozen = false;
  const server = createServer((client) => {
    const upstream = connect({ host, port });
    for (const [from, to] of [[client, upstream] as const, [upstream, client] as const]) {
      sockets.add(from);
      from.on('data', (chunk) => to.write(chunk));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      if (frozen) from.pause();
    }
  });
  await new Promise<void>((done) => server.listen(at, '127.0.0.1', done));
  const each = (act: (socket: Socket) => unknown) => sockets.forEach((socket) => void act(socket));
  const cut = () => each((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    freeze: () => {
      frozen = true;
      each((socket) => socket.pause());
    },
    thaw: () => {
      frozen = false;
      each((socket) => socket.resume());
    },
    cut,
    close: () => {
      cut();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
