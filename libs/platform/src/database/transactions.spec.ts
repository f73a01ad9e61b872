import { type Database, isUniqueViolation, ConcurrencyConflict, refuseInsideTransaction } from '#platform/database';
import { newId } from '#kernel';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { signal } from '../../../../test/support/signal.js';
import { putOnShelf, shelvesSchema, stockOf } from '../../../../test/support/shelves.js';

class Abandoned extends Error {}

onEachDatabase([shelvesSchema], (opened) => {
  const database = () => opened();

  async function takeOne(of: Database, id: string): Promise<boolean> {
    return of.transaction(async () => {
      if (((await stockOf(of, id)) ?? 0) < 1) return false;
      return (await of.execute('UPDATE shelves SET stock = stock - 1 WHERE id = ? AND stock >= 1', [id])) === 1;
    });
  }

  it('lets exactly 100 of 200 parallel takers have one of 100', async () => {
    const id = newId();
    await putOnShelf(database(), id, 100);
    const taken = await Promise.all(Array.from({ length: 200 }, () => takeOne(database(), id)));
    expect(taken.filter(Boolean)).toHaveLength(100);
    expect(await stockOf(database(), id)).toBe(0);
  });

  it('rolls back what the transaction wrote and nothing else', async () => {
    const ids = Array.from({ length: 20 }, () => newId());
    const writes = ids.map((id, n) =>
      database().transaction(async () => {
        await putOnShelf(database(), id, n);
        if (n % 2 === 0) throw new Abandoned();
      }),
    );
    await Promise.allSettled(writes);
    const found = await Promise.all(ids.map((id) => stockOf(database(), id)));
    expect(found).toEqual(ids.map((_, n) => (n % 2 === 0 ? null : n)));
  });

  it('runs work again that was overtaken, from its start, and leaves nothing of what it wrote before', async () => {
    const ids: string[] = [];
    const made = await database().transaction(async () => {
      ids.push(newId());
      await putOnShelf(database(), ids.at(-1) ?? '', 1);
      if (ids.length < 3) throw new ConcurrencyConflict();
      return ids.length;
    });
    expect(made).toBe(3);
    expect(await Promise.all(ids.map((id) => stockOf(database(), id)))).toEqual([null, null, 1]);
  });

  it('runs again what was overtaken just before its commit, and gives up after six times', async () => {
    const id = newId();
    const work = jest.fn(async () => {
      await putOnShelf(database(), id, 1);
      database().beforeCommit(() => Promise.reject(new ConcurrencyConflict()));
    });
    await expect(database().transaction(work)).rejects.toThrow(ConcurrencyConflict);
    expect(work).toHaveBeenCalledTimes(6);
    expect(await stockOf(database(), id)).toBeNull();
  });

  it('keeps an open transaction from statements outside it', async () => {
    const inside = newId();
    const outside = newId();
    const written = signal();
    const abandoned = database().transaction(async () => {
      await putOnShelf(database(), inside);
      written.give();
      await new Promise(setImmediate);
      throw new Abandoned();
    });
    await written.given;
    const seen = stockOf(database(), inside);
    const joined = putOnShelf(database(), outside, 7);
    await expect(abandoned).rejects.toThrow(Abandoned);
    expect(await seen).toBeNull();
    await joined;
    expect(await stockOf(database(), outside)).toBe(7);
  });

  it('reads all of a snapshot as it was at one moment', async () => {
    const id = newId();
    await putOnShelf(database(), id, 10);
    let meanwhile: Promise<unknown> = Promise.resolve();
    const seen = await database().snapshot(async () => {
      const before = await stockOf(database(), id);
      meanwhile = database().outside(() => database().execute('UPDATE shelves SET stock = 3 WHERE id = ?', [id]));
      // On SQLite the change waits for its turn.
      if (database().dialect === 'mysql') await meanwhile;
      return [before, await stockOf(database(), id)];
    });
    await meanwhile;
    expect(seen).toEqual([10, 10]);
    expect(await stockOf(database(), id)).toBe(3);
  });

  it('makes a nested transaction part of the outer one', async () => {
    const id = newId();
    const outer = database().transaction(async () => {
      await database().transaction(() => putOnShelf(database(), id));
      throw new Abandoned();
    });
    await expect(outer).rejects.toThrow(Abandoned);
    expect(await stockOf(database(), id)).toBeNull();
  });

  it('lets statements of the entity manager take part in the transaction', async () => {
    const id = newId();
    const outer = database().transaction(async () => {
      await database().manager.query('INSERT INTO shelves (id, stock) VALUES (?, ?)', [id, 1]);
      throw new Abandoned();
    });
    await expect(outer).rejects.toThrow(Abandoned);
    expect(await stockOf(database(), id)).toBeNull();
  });

  it('calls afterCommit actions once the outermost transaction is committed', async () => {
    const seen: (number | null)[] = [];
    const id = newId();
    const reads: Promise<unknown>[] = [];
    await database().transaction(async () => {
      await database().transaction(async () => {
        await putOnShelf(database(), id, 3);
        database().afterCommit(() => void reads.push(stockOf(database(), id).then((stock) => seen.push(stock))));
      });
      expect(reads).toEqual([]);
    });
    await Promise.all(reads);
    expect(seen).toEqual([3]);
    expect(database().inTransaction).toBe(false);
  });

  it('drops afterCommit actions of a transaction that is rolled back', async () => {
    const action = jest.fn();
    const abandoned = database().transaction(async () => {
      database().afterCommit(action);
      throw new Abandoned();
    });
    await expect(abandoned).rejects.toThrow(Abandoned);
    expect(action).not.toHaveBeenCalled();
  });

  it('calls an afterCommit action at once where no transaction is open', () => {
    const action = jest.fn();
    database().afterCommit(action);
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('goes on after a statement that failed inside a transaction', async () => {
    const id = newId();
    await database().transaction(async () => {
      await putOnShelf(database(), id, 1);
      const error: unknown = await putOnShelf(database(), id, 2).catch((thrown: unknown) => thrown);
      expect(isUniqueViolation(error)).toBe(true);
    });
    expect(await stockOf(database(), id)).toBe(1);
  });

  it('[P19] refuses calls to the outside world while a transaction is open', async () => {
    expect(refuseInsideTransaction).not.toThrow();
    await database().transaction(async () => expect(refuseInsideTransaction).toThrow());
    expect(refuseInsideTransaction).not.toThrow();
  });
});
