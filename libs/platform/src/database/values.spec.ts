import { asDate, asDateOrNull, isoTimeOf, isoTimeOfNullable, isUniqueViolation, timeText } from '#platform/database';
import { newId } from '#kernel';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { putOnShelf, shelvesSchema, stockOf } from '../../../../test/support/shelves.js';

onEachDatabase([shelvesSchema], (database) => {
  it('holds ids that differ only in case for different', async () => {
    await putOnShelf(database(), 'oAbC', 1);
    await putOnShelf(database(), 'oabc', 2);
    expect([await stockOf(database(), 'oAbC'), await stockOf(database(), 'oabc')]).toEqual([1, 2]);
    expect(await stockOf(database(), 'OABC')).toBeNull();
  });

  it('tells a unique violation from every other failure', async () => {
    const id = newId();
    await putOnShelf(database(), id);
    const again: unknown = await putOnShelf(database(), id).catch((error: unknown) => error);
    const nonsense: unknown = await database()
      .execute('INSERT INTO nowhere (id) VALUES (?)', [id])
      .catch((error: unknown) => error);
    const missing: unknown = await database()
      .execute('INSERT INTO shelves (id, stock) VALUES (?, ?)', [newId(), null])
      .catch((error: unknown) => error);
    expect([again, nonsense, missing].map(isUniqueViolation)).toEqual([true, false, false]);
  });

  it('reads a time as it was written, to the millisecond', async () => {
    const id = newId();
    const time = new Date('2026-02-28T23:59:59.987Z');
    await database().execute('INSERT INTO shelves (id, stock, stocked_at) VALUES (?, 0, ?)', [id, time]);
    const [row] = await database().query('SELECT stocked_at FROM shelves WHERE stocked_at >= ? AND stocked_at <= ?', [
      time,
      time,
    ]);
    expect(asDate(row?.['stocked_at'])).toEqual(time);
  });

  it.each(['2026-02-28T23:59:59.987Z', '2026-03-01T00:00:00.000Z'])(
    'shows the time %s as it was written',
    async (time) => {
      const id = newId();
      await database().execute('INSERT INTO shelves (id, stock, stocked_at) VALUES (?, 0, ?)', [id, new Date(time)]);
      const [row] = await database().query<{ stocked_at: string }>(
        `SELECT ${timeText('s.stocked_at')} FROM shelves s WHERE id = ?`,
        [id],
      );
      expect(isoTimeOf(row?.stocked_at ?? '')).toBe(time);
    },
  );

  it('shows no time where there is none', async () => {
    const id = newId();
    await putOnShelf(database(), id, 1);
    const [row] = await database().query<{ stocked_at: string | null }>(
      `SELECT ${timeText('stocked_at')} FROM shelves WHERE id = ?`,
      [id],
    );
    expect(isoTimeOfNullable(row?.stocked_at ?? null)).toBeNull();
  });

  it('orders times that differ by a millisecond', async () => {
    const id = newId();
    const time = new Date('2027-01-01T00:00:00.000Z');
    await database().execute('INSERT INTO shelves (id, stock, stocked_at) VALUES (?, 0, ?)', [id, time]);
    const later = new Date(time.getTime() + 1);
    expect(await database().query('SELECT id FROM shelves WHERE stocked_at >= ?', [later])).toEqual([]);
    expect(await database().query('SELECT id FROM shelves WHERE stocked_at < ? AND id = ?', [later, id])).toHaveLength(
      1,
    );
  });

  it('keeps truth and absence', async () => {
    const id = newId();
    await database().execute('INSERT INTO shelves (id, stock, is_open) VALUES (?, 0, ?)', [id, true]);
    const [row] = await database().query('SELECT is_open, stocked_at FROM shelves WHERE id = ?', [id]);
    expect(Boolean(row?.['is_open'])).toBe(true);
    expect(asDateOrNull(row?.['stocked_at'])).toBeNull();
  });

  it('keeps every amount that Money allows', async () => {
    const id = newId();
    await putOnShelf(database(), id, Number.MAX_SAFE_INTEGER);
    expect(await stockOf(database(), id)).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('counts rows an update matched although it left them as they were', async () => {
    const id = newId();
    await putOnShelf(database(), id, 5);
    expect(await database().execute('UPDATE shelves SET stock = 5 WHERE id = ?', [id])).toBe(1);
    expect(await database().execute('UPDATE shelves SET stock = 5 WHERE id = ?', ['nobody'])).toBe(0);
  });
});
