import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Hears what passes on one connection, and may keep an answer from the client. */
export interface Listener {
  fromClient(bytes: Buffer): void;
  /** `silence`: these bytes and all that follow are lost; `reset`: the connection as well. */
  fromServer(bytes: Buffer): 'forward' | 'silence' | 'reset';
}

interface Ways {
  readonly listen?: () => Listener;
  readonly at?: number;
}

interface Connection {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly listener: Listener | undefined;
  silent: boolean;
  /** Bytes the server may still send; null: as many as it likes. */
  left: number | null;
}

/** A way to a server that goes wrong as networks do: frozen, slow, cut, refused. */
export class TcpProxy {
  private readonly connections = new Set<Connection>();
  private frozen = false;
  private refusing = false;
  private delayMs = 0;
  /** Where it listens, or listened. */
  port = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
    private readonly listen: (() => Listener) | undefined,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  /** @param at where it listens; a free port unless given */
  static async open(host: string, port: number, { listen, at = 0 }: Ways = {}): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, { host, port }, listen);
    await new Promise<void>((done) => server.listen(at, '127.0.0.1', done));
    proxy.port = (server.address() as AddressInfo).port;
    return proxy;
  }

  /** A black hole: keeps every connection open, accepts new ones, and forwards nothing. */
  freeze(): void {
    this.frozen = true;
    for (const { client, upstream } of this.connections) [client, upstream].forEach((socket) => socket.pause());
  }

  thaw(): void {
    this.frozen = false;
    for (const { client, upstream } of this.connections) [client, upstream].forEach((socket) => socket.resume());
  }

  /** Whatever the server says arrives this much later; 0 ends it. */
  delay(milliseconds: number): void {
    this.delayMs = milliseconds;
  }

  /** Closes every connection. */
  cut(): void {
    for (const { client, upstream } of this.connections) [client, upstream].forEach((socket) => socket.destroy());
  }

  /** Resets every connection: the client reads ECONNRESET. */
  reset(): void {
    for (const connection of this.connections) this.resetOne(connection);
  }

  /** Closes each connection that is open once the server has sent so many more bytes on it. */
  cutAfter(bytes: number): void {
    for (const connection of this.connections) connection.left = bytes;
  }

  /** Cut off: closes every connection and takes no new one, until `admit`. */
  refuse(): void {
    this.refusing = true;
    this.reset();
  }

  admit(): void {
    this.refusing = false;
  }

  close(): Promise<void> {
    this.cut();
    return new Promise((done) => this.server.close(() => done()));
  }

  private accept(client: Socket): void {
    if (this.refusing) return void client.resetAndDestroy();
    const upstream = connect(this.target);
    const connection: Connection = { client, upstream, listener: this.listen?.(), silent: false, left: null };
    this.connections.add(connection);
    const end = () => {
      this.connections.delete(connection);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.on('error', end).on('close', end);
      if (this.frozen) socket.pause();
    }
    client.on('data', (bytes) => {
      connection.listener?.fromClient(bytes);
      upstream.write(bytes);
    });
    let before: Promise<unknown> = Promise.resolve();
    upstream.on('data', (bytes) => {
      const late = this.delayMs > 0 ? pause(this.delayMs, undefined, { ref: false }) : undefined;
      before = before.then(() => late).then(() => this.answer(connection, bytes));
    });
  }

  private answer(connection: Connection, bytes: Buffer): void {
    if (connection.silent) return;
    const verdict = connection.listener?.fromServer(bytes) ?? 'forward';
    if (verdict === 'silence') connection.silent = true;
    else if (verdict === 'reset') this.resetOne(connection);
    else this.forward(connection, bytes);
  }

  private forward(connection: Connection, bytes: Buffer): void {
    const { client, left } = connection;
    if (left === null) return void client.write(bytes);
    connection.left = left - bytes.length;
    if (connection.left > 0) client.write(bytes);
    else client.end(bytes.subarray(0, left), () => client.destroy());
  }

  private resetOne({ client, upstream }: Connection): void {
    if (!client.destroyed) client.resetAndDestroy();
    upstream.destroy();
  }
}

export const openTcpProxy = (...to: Parameters<typeof TcpProxy.open>): Promise<TcpProxy> => TcpProxy.open(...to);
