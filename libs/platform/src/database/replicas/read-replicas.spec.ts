import { Logger } from '@nestjs/common';
import { createConnection } from 'mysql2/promise';
import { Activity, within } from '#platform/activity';
import type { Config, MysqlDatabase } from '#platform/config';
import { Database, type Reader, ReadReplicas, replicaSchema } from '#platform/database';
import { mariadbIsInstalled, PrivateMariadb } from '../../../../../test/faults/support/private-mariadb.js';
import { connectMysql, type OpenDatabase } from '../../../../../test/support/databases.js';
import { figure } from '../../../../../test/support/figures.js';
import { eventually, until } from '../../../../../test/support/until.js';

const WHO = 'SELECT @@port AS port';
/** What a machine that has other things to do may need on top. */
const SLACK_MS = 10_000;

const server = (url: string): MysqlDatabase => {
  const { hostname, port, username, password, pathname } = new URL(url);
  return { kind: 'mysql', host: hostname, port: Number(port), user: username, password, name: pathname.slice(1) };
};

(mariadbIsInstalled ? describe : describe.skip)('[P51] lists', () => {
  let primary: PrivateMariadb;
  let replica: PrivateMariadb;
  let opened: OpenDatabase;
  let replicas: ReadReplicas;
  let database: Database;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    const started = await PrivateMariadb.startReplicated(1);
    primary = started.primary;
    replica = started.replicas[0] as PrivateMariadb;
    opened = await connectMysql(primary.url, [replicaSchema]);
    await opened.database.execute('CREATE TABLE goods (id INT PRIMARY KEY, name VARCHAR(20)) ENGINE=InnoDB');
    replicas = new ReadReplicas({
      primary: server(primary.url),
      replicas: [server(replica.readerUrl)],
      poolMax: 20,
      poolIdleMax: 5,
      connectTimeout: 3_000,
      idleTimeout: 600_000,
      // Far above what a replica that is left out may cost.
      queryTimeout: 60_000,
      slowQueryThreshold: 10_000,
    } satisfies Config['database']);
    database = new Database(opened.database.dataSource, replicas);
    replicas.onModuleInit();
  });
  afterEach(() => replica?.proceed());
  afterAll(async () => {
    await replicas?.onApplicationShutdown();
    await opened?.close();
    await replica?.remove();
    await primary?.remove();
  });

  const where = async (from: Reader) => {
    const [row] = await from.query<{ port: unknown }>(WHO);
    return Number(row?.port) === replica.port ? 'replica' : 'primary';
  };
  const reading = () => database.reading(where);
  const isUsed = () => until(() => replicas.state.inUse === 1);
  /** On a busy machine a look may be late, and the replica is left out again for a moment. */
  const areReadAtReplica = () => until(async () => (await reading()) === 'replica');
  const isLeftOut = () => until(() => replicas.state.inUse === 0);
  const timed = async <T>(work: () => Promise<T>) => {
    const began = performance.now();
    return { answer: await work(), took: performance.now() - began };
  };

  it('are read at a replica that is up to date, and everything else at the primary', async () => {
    await areReadAtReplica();
    expect(await where(database)).toBe('primary');
  });

  it('are read at the primary in an open transaction, of which no replica knows', async () => {
    await isUsed();
    const read = await database.transaction(async () => {
      await database.execute(`INSERT INTO goods VALUES (1, 'tea')`);
      return database.reading(async (from) => [await where(from), (await from.query('SELECT id FROM goods')).length]);
    });
    expect(read).toEqual(['primary', 1]);
  });

  it('are read at the primary for whoever has just changed something', async () => {
    await isUsed();
    const activity = new Activity('GET /admin/orders');
    activity.seesOwnWrites = true;
    expect(await within(activity, reading)).toBe('primary');
    activity.seesOwnWrites = false;
    await until(async () => (await within(activity, reading)) === 'replica');
  });

  it('are never older than two seconds: a replica whose replication stops is left out by then, and comes back by itself', async () => {
    await isUsed();
    await replica.execute('STOP SLAVE SQL_THREAD');
    const stopped = performance.now();
    await isLeftOut();
    expect(performance.now() - stopped).toBeLessThan(2_000 + SLACK_MS);
    expect(await reading()).toBe('primary');
    await database.execute(`INSERT INTO goods VALUES (2, 'cup')`);
    expect(await figure('db_replica_up')).toBe(0);
    await until(async () => ((await figure('db_replica_lag_seconds')) ?? 0) > 3);
    await replica.execute('START SLAVE SQL_THREAD');
    const rows = () =>
      database.reading(async (from) => [await where(from), await from.query('SELECT id FROM goods')] as const);
    const [, atReplica] = await eventually(rows, ([read]) => read === 'replica');
    expect(atReplica).toEqual([{ id: 1 }, { id: 2 }]);
    await until(async () => (await figure('db_replica_up')) === 1);
    await until(async () => ((await figure('db_replica_lag_seconds')) ?? Infinity) < 2);
  });

  it('are left out as well while a lock holds replication up', async () => {
    await isUsed();
    const holder = await createConnection({ host: '127.0.0.1', port: replica.port, user: 'root', database: 'shop' });
    await holder.query('FLUSH TABLES WITH READ LOCK');
    await isLeftOut();
    expect(await reading()).toBe('primary');
    await holder.end();
    await areReadAtReplica();
  });

  it('cost a replica that answers nothing at most a second, once, and no caller an error', async () => {
    await isUsed();
    replica.stop();
    const [first, ...others] = await Promise.all(Array.from({ length: 8 }, () => timed(reading)));
    expect([first, ...others].map((one) => one?.answer)).toEqual(Array(8).fill('primary'));
    // A look every half second, which has half a second; the rest is for a busy machine.
    expect(Math.max(...[first, ...others].map((one) => one?.took ?? 0))).toBeLessThan(1_000 + SLACK_MS);
    // Nobody asks it again.
    expect(replicas.state.inUse).toBe(0);
    expect(await reading()).toBe('primary');
    replica.proceed();
    await areReadAtReplica();
  });

  it('go to the primary while a replica is dead, and to it again once it is back', async () => {
    await isUsed();
    const unavailable = await figure('db_unavailable_total');
    await replica.kill();
    const answers = await Promise.all(Array.from({ length: 8 }, reading));
    expect(answers).toEqual(Array(8).fill('primary'));
    await isLeftOut();
    await replica.restart();
    await areReadAtReplica();
    // That alert is for a primary, and wakes people.
    expect(await figure('db_unavailable_total')).toBe(unavailable);
  });

  it('go to the primary when a statement fails at the replica alone, which then rests', async () => {
    await isUsed();
    await database.execute('CREATE TABLE hidden (id INT PRIMARY KEY) ENGINE=InnoDB');
    await until(() => replica.has(`SELECT 1 FROM information_schema.tables WHERE table_name = 'hidden'`));
    await replica.execute('DROP TABLE shop.hidden');
    expect(await database.reading((from) => from.query('SELECT id FROM hidden'))).toEqual([]);
    expect(replicas.state.inUse).toBe(0);
    await areReadAtReplica();
  });

  it('fail as they would without replicas when it is the statement’s fault', async () => {
    await isUsed();
    await expect(database.reading((from) => from.query('SELECT nothing FROM nowhere'))).rejects.toThrow('nowhere');
    const refusal = new Error('not yours');
    await isUsed();
    await expect(database.reading(() => Promise.reject(refusal))).rejects.toBe(refusal);
    expect(replicas.state).toEqual({ configured: 1, inUse: 1 });
  });

  it('are counted by where they were read', async () => {
    const count = async (from: string) => (await figure('db_list_reads_total', { from })) ?? 0;
    let before = [0, 0];
    await until(async () => {
      before = [await count('replica'), await count('primary')];
      return (await reading()) === 'replica';
    });
    const activity = new Activity('GET /admin/orders');
    activity.seesOwnWrites = true;
    await within(activity, reading);
    expect([await count('replica'), await count('primary')]).toEqual(before.map((reads) => reads + 1));
  });
});
