import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '#kernel';
import { type Database, DatabaseUnavailable, isDatabaseUnavailable } from '#platform/database';
import {
  connectMysql,
  createMysqlDatabase,
  type OpenDatabase,
  testDatabaseUrl,
} from '../../../../test/support/databases.js';
import { putOnShelf, shelvesSchema, stockOf } from '../../../../test/support/shelves.js';
import { signal } from '../../../../test/support/signal.js';
import { openTcpProxy, type TcpProxy } from '../../../../test/support/tcp-proxy.js';
import { until } from '../../../../test/support/until.js';
import { WAITING_PER_CONNECTION } from './data-source.js';

/** Milliseconds. Whoever waits twice is told from who waits once on a machine that is a second late. */
const DEADLINE = 2_000;

(testDatabaseUrl ? describe : describe.skip)('[P41] deadlines on MySQL', () => {
  let proxy: TcpProxy;
  let opened: OpenDatabase;
  let database: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const made = await createMysqlDatabase();
    const url = new URL(made.url);
    proxy = await openTcpProxy(url.hostname, Number(url.port || 3306));
    url.port = String(proxy.port);
    opened = await connectMysql(url.href, [shelvesSchema], { poolMax: 2, queryTimeout: DEADLINE });
    ({ database } = opened);
    ({ drop } = made);
  });
  afterAll(async () => {
    await opened.close();
    await proxy.close();
    await drop();
  });
  afterEach(() => proxy.thaw());

  const ids = async () => {
    const select = () => database.query<{ id: unknown }>('SELECT CONNECTION_ID() AS id, SLEEP(0.05)');
    const found = await Promise.all([select(), select()]);
    return found.map(([row]) => Number(row?.id));
  };

  /** Milliseconds until `work` was refused. */
  async function refusedAfter(work: Promise<unknown>): Promise<number> {
    const begin = performance.now();
    await expect(work).rejects.toThrow(DatabaseUnavailable);
    return performance.now() - begin;
  }

  it('gives up on a slow statement, destroys its connection, and goes on with a new one', async () => {
    const before = await ids();
    await refusedAfter(database.query('SELECT SLEEP(20)'));
    const after = await ids();
    expect(after.filter((id) => before.includes(id))).toHaveLength(1);
  });

  it('waits for a connection of an exhausted pool for one deadline only', async () => {
    const done = signal();
    const taken = [signal(), signal()];
    const holders = taken.map(({ give }) =>
      database.transaction(async () => {
        await database.query('SELECT 1');
        give();
        await done.given;
      }),
    );
    await Promise.all(taken.map(({ given }) => given));
    const waited = await Promise.all([
      refusedAfter(database.query('SELECT 1')),
      refusedAfter(database.transaction(() => database.query('SELECT 1'))),
    ]);
    done.give();
    await Promise.all(holders);
    for (const milliseconds of waited) expect(milliseconds).toBeLessThan(1.8 * DEADLINE);
    expect(await ids()).toHaveLength(2);
  });

  it('begins no other statement, COMMIT included, in a transaction that has lasted for three deadlines', async () => {
    const id = newId();
    const before = await ids();
    const slow = database.transaction(async () => {
      await putOnShelf(database, id);
      for (let n = 0; n < 4; n++) await database.query(`SELECT SLEEP(${(0.9 * DEADLINE) / 1_000})`);
    });
    await expect(slow).rejects.toThrow(DatabaseUnavailable);
    const forgotten = database.transaction(async () => {
      await putOnShelf(database, id);
      await pause(3 * DEADLINE + 50);
    });
    await expect(forgotten).rejects.toThrow(DatabaseUnavailable);
    expect(await stockOf(database, id)).toBeNull();
    expect((await ids()).filter((left) => before.includes(left))).toHaveLength(0);
  });

  it('refuses at once when as many wait for a connection as may', async () => {
    const done = signal();
    const holders = Array.from({ length: 2 }, () => database.transaction(() => done.given));
    const waiting = Array.from({ length: 2 * WAITING_PER_CONNECTION }, () => database.query('SELECT 1'));
    const refused = await database.query('SELECT 1').catch((error: unknown) => error);
    expect([String(refused), isDatabaseUnavailable(refused)]).toEqual([expect.stringMatching(/queue limit/i), true]);
    done.give();
    await Promise.allSettled([...holders, ...waiting]);
  });

  it('refuses within the deadline when the server is frozen, and recovers when it thaws', async () => {
    const id = newId();
    await ids();
    proxy.freeze();
    const waited = await refusedAfter(database.transaction(() => putOnShelf(database, id)));
    expect(waited).toBeLessThan(1.8 * DEADLINE);
    await refusedAfter(database.query('SELECT 1'));
    proxy.thaw();
    await until(() =>
      stockOf(database, id).then(
        () => true,
        () => false,
      ),
    );
    expect(await stockOf(database, id)).toBeNull();
    expect(await ids()).toHaveLength(2);
  });

  it('fails within the deadline when the server freezes inside a transaction, and nothing of it stays', async () => {
    const id = newId();
    const failed = database.transaction(async () => {
      await putOnShelf(database, id);
      proxy.freeze();
      await putOnShelf(database, newId());
    });
    await refusedAfter(failed);
    proxy.thaw();
    await until(() =>
      ids().then(
        () => true,
        () => false,
      ),
    );
    expect(await stockOf(database, id)).toBeNull();
  });

  it('recovers when every connection was cut', async () => {
    await ids();
    proxy.cut();
    await until(() =>
      ids().then(
        () => true,
        () => false,
      ),
    );
    expect(await ids()).toHaveLength(2);
  });
});
