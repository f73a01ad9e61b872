import type { Database } from '#platform/database';
import { type OpenDatabase, openMysql, testDatabaseUrl } from '../../../../test/support/databases.js';
import { figure } from '../../../../test/support/figures.js';
import { signal } from '../../../../test/support/signal.js';
import { until } from '../../../../test/support/until.js';

(testDatabaseUrl === undefined ? describe.skip : describe)('the figures of a pool', () => {
  let opened: OpenDatabase;
  let database: Database;
  beforeAll(async () => {
    opened = await openMysql([], { poolMax: 2, queryTimeout: 500 });
    database = opened.database;
  });
  afterAll(() => opened.close());

  const pool = async () => ({
    inUse: await figure('db_pool_connections', { server: 'primary', state: 'in_use' }),
    idle: await figure('db_pool_connections', { state: 'idle' }),
    waiting: await figure('db_pool_waiting_requests'),
  });
  /** Holds both connections of the pool until `release`. */
  async function takeAll(): Promise<{ release: () => Promise<unknown> }> {
    const [both, done] = [signal(), signal()];
    let inside = 0;
    const holding = [1, 2].map(() =>
      database.transaction(async () => {
        if (++inside === 2) both.give();
        await done.given;
      }),
    );
    await both.given;
    const release = () => {
      done.give();
      return Promise.all(holding);
    };
    return { release };
  }
  const unavailable = async () => (await figure('db_unavailable_total')) ?? 0;

  it('tell how many connections are in use and idle, and who waits for one', async () => {
    const { release } = await takeAll();
    const asked = (await figure('db_pool_wait_seconds_count')) ?? 0;
    const waiting = database.query('SELECT 1 AS one');
    await until(async () => (await pool()).waiting === 1);
    expect(await pool()).toEqual({ inUse: 2, idle: 0, waiting: 1 });
    expect(await figure('db_pool_max_connections')).toBe(2);
    await Promise.all([release(), waiting]);
    await until(async () => (await pool()).inUse === 0);
    expect(await pool()).toMatchObject({ idle: 2, waiting: 0 });
    expect(await figure('db_pool_wait_seconds_count')).toBe(asked + 1);
  });

  it('do not count a connection that was destroyed because it did not answer, and count that', async () => {
    const before = await unavailable();
    await expect(database.query('SELECT SLEEP(2)')).rejects.toThrow();
    await until(async () => (await pool()).inUse === 0);
    expect((await unavailable()) - before).toBe(1);
  });

  it('count a wait for a connection that was in vain', async () => {
    const before = await unavailable();
    const { release } = await takeAll();
    await expect(database.query('SELECT 1 AS one')).rejects.toThrow();
    expect((await unavailable()) - before).toBe(1);
    await release();
  });

  it('do not count a statement that is refused', async () => {
    const before = await unavailable();
    await expect(database.query('SELECT nothing FROM nowhere')).rejects.toThrow();
    expect((await unavailable()) - before).toBe(0);
  });
});
