import { onEachDatabase } from '../../../../test/support/databases.js';
import { cryptoSchema } from './schema.js';
import { namedKeysOn } from './testing/index.js';
import { ShopCipher } from './shop-cipher.js';

const at = { table: 'a_table', column: 'a_column', row: 'a row' };

describe('a secret of the shop', () => {
  onEachDatabase([cryptoSchema], (database) => {
    const process = () => new ShopCipher(namedKeysOn(database()));

    it('is opened by every process, and only where it was sealed', async () => {
      const sealed = await process().seal('the secret', 'a-key', at);
      expect(sealed).not.toContain('the secret');
      expect(await process().open(sealed, 'a-key', at)).toBe('the secret');
      expect(await process().open(sealed, 'a-key', { ...at, row: 'another row' })).toBeNull();
      expect(await process().open(sealed, 'another-key', at)).toBeNull();
      expect(await process().open('nonsense', 'a-key', at)).toBeNull();
    });

    it('is opened again after its key was made anew, by processes that knew the one before', async () => {
      const [one, other] = [process(), process()];
      const before = await one.seal('before', 'renewed', at);
      expect(await other.open(before, 'renewed', at)).toBe('before');
      await namedKeysOn(database()).remove('renewed');
      const after = await process().seal('after', 'renewed', at);
      expect(await other.open(after, 'renewed', at)).toBe('after');
      expect(await other.open(before, 'renewed', at)).toBeNull();
    });
  });
});
