import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import mysql, { type Connection } from 'mysql2';
import { awaitDatabase, DatabaseSilent } from '#platform/database-failures';
import { freePort } from '../../../../test/support/shop-process.js';

/** What a MySQL server says before or after its greeting. */
type Greeting = (connection: Connection) => void;

/** As it refuses before it greets: too many connections, for one. */
const refuses =
  (code: number): Greeting =>
  (connection) => {
    connection.writeError({ message: 'no', code });
    connection.destroy();
  };

const letsIn =
  (refusal?: number): Greeting =>
  (connection) => {
    connection.serverHandshake({
      protocolVersion: 10,
      serverVersion: '8.4.0',
      connectionId: 1,
      statusFlags: 2,
      characterSet: 45,
      capabilityFlags: 0xffffff & ~0x800,
      authCallback: (_: unknown, done: (error: null, refused?: object) => void) =>
        done(null, refusal === undefined ? undefined : { message: 'no', code: refusal }),
    });
  };

describe('[P44] waiting for the database', () => {
  const closing: (() => void)[] = [];
  let told: string[];
  beforeEach(() => (told = []));
  afterEach(() => closing.splice(0).forEach((close) => close()));

  const waitFor = (port: number, patience: number) =>
    awaitDatabase(
      {
        primary: { kind: 'mysql', host: '127.0.0.1', port, user: 'shop', password: 'secret-word', name: 'shop' },
        connectTimeout: 10_000,
      } as never,
      { patience, tell: (news) => told.push(news) },
    );

  /** A server that greets each connection in turn as it is told; the last greeting also serves those that follow. */
  function serve(port: number, ...greetings: Greeting[]): void {
    const server = mysql.createServer((connection: Connection) => {
      connection.on('error', () => undefined);
      (greetings.length > 1 ? greetings.shift() : greetings[0])?.(connection);
    }) as unknown as { listen(port: number, host: string): void; close(done: () => void): void };
    server.listen(port, '127.0.0.1');
    closing.push(() => server.close(() => undefined));
  }

  it('ends as soon as the database is there, and says meanwhile what it waits for', async () => {
    const port = await freePort();
    const ready = waitFor(port, 20_000);
    setTimeout(() => serve(port, letsIn()), 300);
    await ready;
    expect(told).toEqual([expect.stringMatching(new RegExp(`database at 127.0.0.1:${port} \\(ECONNREFUSED\\).*20 s`))]);
  });

  it('outlasts a server that is full, shuts down, or hangs up', async () => {
    const port = await freePort();
    serve(port, refuses(1040), refuses(1053), (connection) => connection.destroy(), letsIn());
    await waitFor(port, 20_000);
    expect(told).toHaveLength(1);
  });

  it('gives up in time, and names the address and the reason', async () => {
    const port = await freePort();
    const failure = await waitFor(port, 500).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DatabaseSilent);
    expect(failure).toMatchObject({ address: `127.0.0.1:${port}`, waited: 500, reason: 'ECONNREFUSED' });
    expect(String(failure) + told.join()).not.toContain('secret-word');
  });

  it('gives up on a server that accepts and then says nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(() => server.close());
    const failure = waitFor((server.address() as AddressInfo).port, 700);
    await expect(failure).rejects.toMatchObject({ reason: 'ETIMEDOUT' });
  });

  it.each([
    ['a wrong password', 1045],
    ['a database that does not exist', 1049],
    ['a user who may not', 1044],
  ])('does not wait where waiting changes nothing: %s', async (_, refusal) => {
    const port = await freePort();
    serve(port, letsIn(refusal));
    await expect(waitFor(port, 60_000)).rejects.toMatchObject({ errno: refusal });
    expect(told).toEqual([]);
  });

  it('has nothing to wait for with SQLite', async () => {
    await awaitDatabase({ primary: { kind: 'sqlite', path: ':memory:' } } as never, { patience: 0, tell: fail });
  });
});

function fail(): never {
  throw new Error('nothing to tell');
}
