import { auditSchema } from '#platform/audit';
import { cryptoSchema, type Erasure } from '#platform/crypto';
import type { Database, SqlValue } from '#platform/database';
import { onEachDatabase } from '../../../test/support/databases.js';
import { UserContext } from './in-memory-surroundings.js';
import { userSchema } from './schema.js';
import { revocationSchema } from '#platform/revocation';

type Dump = ReadonlyMap<string, readonly Record<string, SqlValue>[]>;

/** Referenced tables before those that refer to them. */
const MAIN = ['users', 'user_addresses', 'user_phone_digests', 'user_consents'];
const KEYS = ['data_keys'];

async function dump(database: Database, tables: readonly string[]): Promise<Dump> {
  const rows = new Map<string, Record<string, SqlValue>[]>();
  for (const table of tables) rows.set(table, await database.query<Record<string, SqlValue>>(`SELECT * FROM ${table}`));
  return rows;
}

/** Makes the tables what they were. */
async function restore(database: Database, old: Dump): Promise<void> {
  for (const table of [...old.keys()].reverse()) await database.execute(`DELETE FROM ${table}`);
  for (const [table, rows] of old) {
    for (const row of rows) {
      const places = Object.keys(row).map(() => '?');
      const sql = `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})`;
      await database.execute(sql, Object.values(row));
    }
  }
}

describe('[P31] a back-up that is older than an erasure', () => {
  onEachDatabase([cryptoSchema, revocationSchema, auditSchema, userSchema], (database) => {
    beforeEach(async () => {
      for (const table of [...KEYS, ...MAIN].reverse()) await database().execute(`DELETE FROM ${table}`);
    });
    /** As a process that starts after the restore: no keys in memory. */
    const shop = () => new UserContext(database());
    const rowsOf = async (userId: string) => {
      const found = [...(await dump(database(), MAIN)).values()].flat();
      return found.filter(({ id, user_id }) => id === userId || user_id === userId).length;
    };
    const ledger = async () => {
      const lines: Erasure[] = [];
      for await (const line of shop().erasures.all()) lines.push(line);
      return lines;
    };
    const twoPeople = async () => {
      const [gone, stays] = [await shop().aPerson(), await shop().aPerson()];
      return { gone: gone.id, stays: stays.id };
    };

    it('brings rows back that nobody can read, and a replay takes them away again', async () => {
      const { gone, stays } = await twoPeople();
      const old = await dump(database(), MAIN);
      await shop().erase(gone);
      await restore(database(), old);

      expect(await rowsOf(gone)).toBe(4);
      expect((await shop().queries.profile(gone)).phone).toBeNull();
      expect(await shop().queries.addresses(gone)).toEqual([]);

      const after = shop();
      expect(await after.replay()).toEqual({ replayed: 1, cameBack: 1 });
      expect(await rowsOf(gone)).toBe(0);
      expect(after.other.erased).toEqual([gone]);
      expect(after.audit.entries).toEqual([
        expect.objectContaining({
          type: 'data.erasure-replayed',
          subject: gone,
          actor: expect.objectContaining({ kind: 'system' }),
        }),
      ]);
      expect(await rowsOf(stays)).toBe(4);
      expect(await shop().queries.addresses(stays)).toHaveLength(1);
    });

    it('together with an old back-up of the keys is readable, until the ledger kept elsewhere is replayed', async () => {
      const { gone, stays } = await twoPeople();
      const old = await dump(database(), [...KEYS, ...MAIN]);
      await shop().erase(gone);
      const kept = await ledger();
      await restore(database(), old);

      expect(await shop().queries.addresses(gone)).toHaveLength(1);
      expect(await shop().replay()).toEqual({ replayed: 0, cameBack: 0 });

      const [row] = await database().query<{ id: string; content: string }>(
        'SELECT id, content FROM user_addresses WHERE user_id = ?',
        [gone],
      );
      expect(await shop().replay(...kept)).toEqual({ replayed: 1, cameBack: 1 });
      expect(await rowsOf(gone)).toBe(0);
      const at = { table: 'user_addresses', column: 'content', row: row?.id ?? '' };
      expect(await shop().cipher.open(row?.content ?? '', at)).toBeNull();
      expect(await ledger()).toEqual(kept);
      expect(await shop().queries.addresses(stays)).toHaveLength(1);
    });

    it('may be replayed as often as one likes: what is gone stays gone, and is not put on record again', async () => {
      const { gone } = await twoPeople();
      await shop().erase(gone);
      const kept = await ledger();
      for (let n = 0; n < 2; n++) {
        const again = shop();
        expect(await again.replay(...kept)).toEqual({ replayed: 1, cameBack: 0 });
        expect(again.audit.types).toEqual([]);
      }
      expect(await ledger()).toEqual(kept);
    });

    it('is replayed to the end by the next run when one was cut off', async () => {
      const people = await Promise.all(Array.from({ length: 4 }, () => shop().aPerson()));
      const old = await dump(database(), [...KEYS, ...MAIN]);
      for (const { id } of people) await shop().erase(id);
      const kept = await ledger();
      await restore(database(), old);

      const cutOff = shop();
      cutOff.other.onErase = () => {
        if (cutOff.other.erased.length === 2) throw new Error('killed');
      };
      await expect(cutOff.replay(...kept)).rejects.toThrow('killed');
      expect(await shop().replay(...kept)).toEqual({ replayed: 4, cameBack: 2 });
      for (const { id } of people) expect(await rowsOf(id)).toBe(0);
    });

    it('is replayed for people whose holders would have them wait: it has been done once', async () => {
      const { gone } = await twoPeople();
      const old = await dump(database(), MAIN);
      await shop().erase(gone);
      await restore(database(), old);
      const after = shop();
      after.other.veto = () => {
        throw new Error('an order is under way');
      };
      await after.replay();
      expect(await rowsOf(gone)).toBe(0);
    });
  });
});
