import { newId } from '#kernel';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { Erasures } from './erasures.js';
import { cryptoSchema } from './schema.js';
import { aCipher } from './testing/index.js';
import { revocationSchema } from '#platform/revocation';

const at = (second: number) => new Date(Date.UTC(2026, 0, 31, 12, 0, second, 123));

describe('the ledger of erasures', () => {
  onEachDatabase([cryptoSchema, revocationSchema], (database) => {
    const erasures = () => new Erasures(database());
    beforeEach(() => database().execute('DELETE FROM data_keys'));

    const ledger = async () => {
      const lines = [];
      for await (const line of erasures().all()) lines.push(line);
      return lines;
    };
    const erased = async (erasedAt: Date) => {
      const personId = newId();
      await aCipher(database()).erase(personId);
      await database().execute('UPDATE data_keys SET destroyed_at = ? WHERE id = ?', [erasedAt, personId]);
      return { personId, erasedAt };
    };

    it('lists whoever was erased, oldest first, and nobody else', async () => {
      await aCipher(database()).of(newId());
      const [second, first] = [await erased(at(2)), await erased(at(1))];
      expect(await ledger()).toEqual([first, second]);
    });

    it('lists everybody once when it is longer than a page, also those of one moment', async () => {
      const ids = Array.from({ length: 1_100 }, newId);
      for (const [n, id] of ids.entries()) {
        await database().execute('INSERT INTO data_keys VALUES (?, ?, NULL, ?, ?)', [
          id,
          'destroyed',
          at(0),
          at(n < 1_050 ? 1 : 2),
        ]);
      }
      expect((await ledger()).map(({ personId }) => personId)).toEqual(ids);
    });

    it('knows whether somebody was erased', async () => {
      const { personId } = await erased(at(1));
      const living = newId();
      await aCipher(database()).of(living);
      const asked = [personId, living, newId()].map((id) => erasures().includes(id));
      expect(await Promise.all(asked)).toEqual([true, false, false]);
    });

    it('dates an erasure back, and never forward', async () => {
      const { personId } = await erased(at(2));
      await erasures().dateBack({ personId, erasedAt: at(3) });
      expect(await ledger()).toEqual([{ personId, erasedAt: at(2) }]);
      await erasures().dateBack({ personId, erasedAt: at(1) });
      expect(await ledger()).toEqual([{ personId, erasedAt: at(1) }]);
    });
  });
});
