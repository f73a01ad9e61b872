import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '#kernel';
import { type Database, isDatabaseUnavailable, isLockWaitTimeout } from '#platform/database';
import { type OpenDatabase, openMysql, testDatabaseUrl } from '../../../../test/support/databases.js';
import { putOnShelf, shelvesSchema, stockOf } from '../../../../test/support/shelves.js';
import { signal } from '../../../../test/support/signal.js';
import { until } from '../../../../test/support/until.js';

(testDatabaseUrl ? describe : describe.skip)('row locks on MySQL', () => {
  let opened: OpenDatabase;
  let database: Database;
  beforeAll(async () => {
    opened = await openMysql([shelvesSchema]);
    database = opened.database;
  });
  afterAll(() => opened.close());

  const addOne = (id: string) => database.execute('UPDATE shelves SET stock = stock + 1 WHERE id = ?', [id]);

  async function twoShelves(): Promise<[string, string]> {
    const ids: [string, string] = [newId(), newId()];
    for (const id of ids) await putOnShelf(database, id);
    return ids;
  }

  const waiting = async () => {
    // InnoDB tells of transactions from a copy that is made anew only once nobody has looked at it for 100 ms.
    await pause(150);
    const [row] = await database.query<{ waiting: string }>(
      `SELECT COUNT(*) AS waiting FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
       WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()`,
    );
    return Number(row?.waiting);
  };

  it('runs the victim of a deadlock again, so that both transactions succeed', async () => {
    const [one, other] = await twoShelves();
    const holding = { [one]: signal(), [other]: signal() };
    const runs = jest.fn();
    const lockBoth = (first: string, second: string) =>
      database.transaction(async () => {
        runs();
        await addOne(first);
        holding[first]?.give();
        await holding[second]?.given;
        await addOne(second);
      });
    await Promise.all([lockBoth(one, other), lockBoth(other, one)]);
    expect([await stockOf(database, one), await stockOf(database, other)]).toEqual([2, 2]);
    expect(runs).toHaveBeenCalledTimes(3);
  });

  it('runs a statement outside of a transaction again when it is the victim of a deadlock', async () => {
    const [one, other] = (await twoShelves()).sort();
    const held = signal();
    const goOn = signal();
    // InnoDB takes whoever has changed fewer rows for its victim: the statement alone, which waits for the second row holding the first.
    const holder = database.transaction(async () => {
      for (const id of [other, ...(await twoShelves())]) await addOne(id);
      held.give();
      await goOn.given;
      await addOne(one);
    });
    await held.given;
    const both = database.execute('UPDATE shelves SET stock = stock + 1 WHERE id IN (?, ?) ORDER BY id', [one, other]);
    await until(async () => (await waiting()) > 0);
    goOn.give();
    expect(await both).toBe(2);
    await holder;
    expect([await stockOf(database, one), await stockOf(database, other)]).toEqual([2, 2]);
  });

  it('gives up on a lock that is held too long, and names that failure', async () => {
    const [id] = await twoShelves();
    const held = signal();
    const done = signal();
    const holder = database.transaction(async () => {
      await addOne(id);
      held.give();
      await done.given;
    });
    await held.given;
    const error: unknown = await database.transaction(() => addOne(id)).catch((thrown: unknown) => thrown);
    done.give();
    await holder;
    expect(isLockWaitTimeout(error)).toBe(true);
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(await stockOf(database, id)).toBe(1);
  });

  it('reads in every statement what is committed by then', async () => {
    const [id] = await twoShelves();
    await database.transaction(async () => {
      expect(await stockOf(database, id)).toBe(0);
      await database.dataSource.query('UPDATE shelves SET stock = stock + 1 WHERE id = ?', [id]);
      expect(await stockOf(database, id)).toBe(1);
    });
  });

  it('passes over rows that are locked where it is asked to', async () => {
    const [one, other] = await twoShelves();
    const locked = signal();
    const done = signal();
    const holder = database.transaction(async () => {
      await database.query(`SELECT id FROM shelves WHERE id = ?${database.forUpdate}`, [one]);
      locked.give();
      await done.given;
    });
    await locked.given;
    const free = await database.transaction(() =>
      database.query(`SELECT id FROM shelves WHERE id IN (?, ?)${database.forUpdateSkipLocked}`, [one, other]),
    );
    done.give();
    await holder;
    expect(free).toEqual([{ id: other }]);
  });
});
