import { Logger } from '@nestjs/common';
import { newId } from '#kernel';
import { type Database, isUniqueViolation, messageOf } from '#platform/database';
import { type OpenDatabase, openMysql, testDatabaseUrl } from '../../../../test/support/databases.js';
import { putOnShelf, shelvesSchema, stockOf } from '../../../../test/support/shelves.js';
import { until } from '../../../../test/support/until.js';

(testDatabaseUrl ? describe : describe.skip)('statements on MySQL', () => {
  let opened: OpenDatabase;
  let database: Database;
  let warn: jest.SpyInstance;
  beforeAll(async () => {
    opened = await openMysql([shelvesSchema], { slowQueryThreshold: 40 });
    ({ database } = opened);
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  });
  afterEach(() => jest.restoreAllMocks());

  const alone = <T>(work: () => Promise<T>) => work();
  const inTransaction = <T>(work: () => Promise<T>) => database.transaction(work);
  const ways = [
    ['alone', alone],
    ['in a transaction', inTransaction],
  ] as const;

  it.each(ways)('%s are told of when they are slow, without their values', async (_, way) => {
    const sql = 'SELECT ? AS secret, SLEEP(0.05)';
    expect(await way(() => database.query(sql, ['planted']))).toMatchObject([{ secret: 'planted' }]);
    const told = warn.mock.calls
      .map(([facts]) => facts as object)
      .filter((facts) => JSON.stringify(facts).includes(sql));
    expect(told).toEqual([{ durationMs: expect.any(Number) as number, query: sql }]);
    expect(JSON.stringify(warn.mock.calls)).not.toContain('planted');
  });

  it('are told of with their plan when they are slow, aside and once a minute, and without values', async () => {
    const sql = 'SELECT id, SLEEP(0.06) FROM shelves WHERE id IN (?, ?) FOR UPDATE';
    const planted = newId();
    await putOnShelf(database, planted);
    const told = (said: string, about = 'FROM shelves') =>
      (warn.mock.calls as [object, string][]).flatMap(([facts, text]) =>
        text === said && JSON.stringify(facts).includes(about) ? [facts] : [],
      );
    await database.query(sql, [planted, 'planted']);
    await until(() => told('Plan of a slow statement').length === 1);
    expect(told('Plan of a slow statement')[0]).toMatchObject({
      query: sql,
      plan: [{ table: 'shelves', possibleKeys: 'PRIMARY', rows: expect.anything() as unknown }],
    });
    await database.query(sql, [planted, 'planted']);
    expect(told('Slow statement')).toHaveLength(2);
    // Another one is asked about after it: had this one been, its plan would be there before.
    await database.execute('UPDATE shelves SET id = id WHERE id = ? AND SLEEP(0.06) = 0', [planted]);
    await until(() => told('Plan of a slow statement', 'UPDATE shelves').length === 1);
    expect(told('Plan of a slow statement')).toHaveLength(1);
    expect(JSON.stringify(warn.mock.calls)).not.toContain('planted');
    expect(JSON.stringify(warn.mock.calls)).not.toContain(planted);
  });

  it.each(ways)('%s fail with what the driver says, and what is kept of it holds no values', async (_, way) => {
    const id = newId();
    await putOnShelf(database, id);
    const failure = await way(() => putOnShelf(database, id)).catch((error: unknown) => error);
    expect(isUniqueViolation(failure)).toBe(true);
    expect(messageOf(failure)).toBe('QueryFailedError ER_DUP_ENTRY');
  });

  it('are of the transaction they are made in, as what TypeORM does is', async () => {
    const id = newId();
    const undone = database.transaction(async () => {
      await putOnShelf(database, id);
      expect(await database.manager.query('SELECT id FROM shelves WHERE id = ?', [id])).toHaveLength(1);
      expect(await database.outside(() => stockOf(database, id))).toBeNull();
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(await stockOf(database, id)).toBeNull();
  });

  it('that cannot be written down leave their connection as it was', async () => {
    const impossible = {
      toSqlString: () => {
        throw new Error('no words');
      },
    } as unknown as string;
    await expect(database.query('SELECT ? AS one', [impossible])).rejects.toThrow('no words');
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
