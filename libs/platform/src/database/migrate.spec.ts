import type { QueryRunner } from 'typeorm';
import { createConnection } from 'mysql2/promise';
import { addColumn, type ContextSchema, createIndex, dropColumn, dropIndex, migrate } from '#platform/database';
import {
  connectMysql,
  createMysqlDatabase,
  openMysql,
  onEachDatabase,
  testDatabaseUrl,
} from '../../../../test/support/databases.js';
import { putOnShelf, shelvesSchema } from '../../../../test/support/shelves.js';

let runs = 0;
class CountRuns1764000099901 {
  async up(runner: QueryRunner): Promise<void> {
    runs++;
    await runner.query('CREATE TABLE once_only (id int)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE once_only');
  }
}
const countedSchema: ContextSchema = { entities: [], migrations: [CountRuns1764000099901] };

onEachDatabase([shelvesSchema], (database) => {
  it('has nothing to do the second time', async () => {
    expect(await migrate(database().dataSource)).toEqual([]);
  });

  it('gives a table one more column, again after a migration that was cut off; older rows have nothing there; and takes it away', async () => {
    const runner = database().dataSource.createQueryRunner();
    try {
      await putOnShelf(database(), 'older');
      for (let n = 0; n < 2; n++) await addColumn(runner, 'shelves', 'planted', 'word');
      expect(await runner.query('SELECT id, planted FROM shelves')).toEqual([{ id: 'older', planted: null }]);
      const contract = { since: '0.0.0', because: 'nobody ever read it' };
      for (let n = 0; n < 2; n++) await dropColumn(runner, 'shelves', 'planted', contract);
      await expect(runner.query('SELECT planted FROM shelves')).rejects.toThrow(/planted/);
    } finally {
      await runner.release();
    }
  });

  it('gives a table an index, and takes it away, each again after a migration that was cut off', async () => {
    const runner = database().dataSource.createQueryRunner();
    try {
      for (let n = 0; n < 2; n++) await createIndex(runner, 'shelves', 'ix_shelves_planted', 'id');
      for (let n = 0; n < 2; n++) await dropIndex(runner, 'shelves', 'ix_shelves_planted');
      const on = runner.dataSource.options.type === 'mysql' ? ' ON shelves' : '';
      await expect(runner.query(`DROP INDEX ix_shelves_planted${on}`)).rejects.toThrow(/ix_shelves_planted/);
    } finally {
      await runner.release();
    }
  });
});

(testDatabaseUrl ? describe : describe.skip)('processes that start together on MySQL', () => {
  it('[P47] run each migration once, and all of them start', async () => {
    const { url, drop } = await createMysqlDatabase();
    const processes = await Promise.all([1, 2, 3].map(() => connectMysql(url, [shelvesSchema, countedSchema])));
    for (const { database, close } of processes) {
      expect(await database.query('SELECT * FROM once_only')).toEqual([]);
      await close();
    }
    expect(runs).toBe(1);
    await drop();
  });

  it('wait for the one that migrates for longer than for any statement of a request', async () => {
    const { url, drop } = await createMysqlDatabase();
    const first = await createConnection({ uri: url });
    await first.query("SELECT GET_LOCK(CONCAT('jishi.migrations.', MD5(DATABASE())), 0)");
    const second = connectMysql(url, [shelvesSchema], { queryTimeout: 100, poolMax: 1 });
    const waiting = async () => {
      const [rows] = await first.query(
        "SELECT 1 FROM information_schema.processlist WHERE info LIKE 'SELECT GET_LOCK%' AND time_ms > 300",
      );
      return (rows as unknown[]).length > 0;
    };
    while (!(await waiting()));
    await first.end();
    const { database, close } = await second;
    expect(await database.query('SELECT * FROM shelves')).toEqual([]);
    await close();
    await drop();
  });

  it('do not wait for those of another database', async () => {
    const { url, drop } = await createMysqlDatabase();
    const elsewhere = await createConnection({ uri: url });
    await elsewhere.query("SELECT GET_LOCK(CONCAT('jishi.migrations.', MD5(DATABASE())), 0)");
    const { close } = await openMysql([shelvesSchema]);
    await close();
    await elsewhere.end();
    await drop();
  });
});
