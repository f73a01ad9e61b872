import { newId } from '#kernel';
import { type Database, isDatabaseUnavailable } from '#platform/database';
import { type OpenDatabase, openMysql, testDatabaseUrl } from '../../../../test/support/databases.js';
import { putOnShelf, shelvesSchema, stockOf } from '../../../../test/support/shelves.js';

(testDatabaseUrl ? describe : describe.skip)('a connection that broke', () => {
  let opened: OpenDatabase;
  let killer: OpenDatabase;
  let database: Database;
  beforeAll(async () => {
    opened = await openMysql([shelvesSchema], { poolMax: 1 });
    killer = await openMysql([]);
    database = opened.database;
  });
  afterAll(async () => {
    await opened.close();
    await killer.close();
  });

  async function connectionId(): Promise<number> {
    const [row] = await database.query<{ id: unknown }>('SELECT CONNECTION_ID() AS id');
    return Number(row?.id);
  }

  it('is not used again, and what the transaction wrote is gone, when COMMIT fails', async () => {
    const id = newId();
    let used = 0;
    const failed = database.transaction(async () => {
      await putOnShelf(database, id);
      used = await connectionId();
      await killer.database.execute(`KILL ${used}`);
    });
    const error: unknown = await failed.catch((thrown: unknown) => thrown);
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(await connectionId()).not.toBe(used);
    expect(await stockOf(database, id)).toBeNull();
  });

  it('is not used again when ROLLBACK fails, however healthy it looks', async () => {
    const id = newId();
    let used = 0;
    const create = database.dataSource.createQueryRunner.bind(database.dataSource);
    const spy = jest.spyOn(database.dataSource, 'createQueryRunner').mockImplementationOnce(() => {
      const runner = create();
      return Object.assign(runner, { rollbackTransaction: () => Promise.reject(new Error('no answer')) });
    });
    const failed = database.transaction(async () => {
      await putOnShelf(database, id);
      used = await connectionId();
      throw new Error('out of paper');
    });
    await expect(failed).rejects.toThrow('out of paper');
    spy.mockRestore();
    expect(await connectionId()).not.toBe(used);
    expect(await stockOf(database, id)).toBeNull();
  });

  it.each([1290, 1836])(
    'is not used again when its server only reads (%i): the next may find the new primary',
    async (code) => {
      const before = await connectionId();
      const written = database.execute(`SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = ${code}, MESSAGE_TEXT = 'read only'`);
      const error: unknown = await written.catch((thrown: unknown) => thrown);
      expect(isDatabaseUnavailable(error)).toBe(true);
      expect(await connectionId()).not.toBe(before);
    },
  );

  it('goes back to the pool when the transaction was rolled back', async () => {
    const before = await connectionId();
    await expect(database.transaction(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await connectionId()).toBe(before);
  });
});
