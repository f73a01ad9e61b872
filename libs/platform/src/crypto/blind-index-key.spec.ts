import { randomBytes } from 'node:crypto';
import { ManualClock } from '#kernel';
import { cryptoSchema } from '#platform/crypto';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { BlindIndexKey } from './blind-index-key.js';
import { LocalKeyringCipher } from './local-keyring-cipher.js';

const keyed = (id: string) => ({ id, key: randomBytes(32) });

onEachDatabase([cryptoSchema], (database) => {
  const first = keyed('k1');
  const second = keyed('k2');
  beforeEach(() => database().execute('DELETE FROM wrapped_keys'));

  /** A process with this keyring. */
  function aProcess(keyring = [first]): LocalKeyringCipher {
    return new LocalKeyringCipher(keyring, new BlindIndexKey(database(), keyring, new ManualClock()));
  }

  it('is equal for equal values, in every process and after a restart', async () => {
    const index = await aProcess().blindIndex('13800138000', 'phone');
    expect(await aProcess().blindIndex('13800138000', 'phone')).toBe(index);
  });

  it('differs by value and by purpose', async () => {
    const cipher = aProcess();
    const indexes = await Promise.all([
      cipher.blindIndex('13800138000', 'phone'),
      cipher.blindIndex('13800138001', 'phone'),
      cipher.blindIndex('13800138000', 'recipient'),
    ]);
    expect(new Set(indexes).size).toBe(3);
    for (const index of indexes) expect(index).not.toContain('138');
  });

  it('survives a rotation that keeps the old key on the ring', async () => {
    const index = await aProcess([first]).blindIndex('13800138000', 'phone');
    expect(await aProcess([second, first]).blindIndex('13800138000', 'phone')).toBe(index);
  });

  it('says which key is missing when the old one was removed too early', async () => {
    await aProcess([first]).blindIndex('13800138000', 'phone');
    await expect(aProcess([second]).blindIndex('13800138000', 'phone')).rejects.toThrow('k1 is not on the keyring');
  });

  it('is one key for processes that make it at the same time', async () => {
    const processes = Array.from({ length: 8 }, () => aProcess());
    const indexes = await Promise.all(processes.map((process) => process.blindIndex('13800138000', 'phone')));
    expect(new Set(indexes).size).toBe(1);
    expect(await aProcess().blindIndex('13800138000', 'phone')).toBe(indexes[0]);
  });

  it('is one key for transactions that make it at the same time', async () => {
    const processes = Array.from({ length: 4 }, () => aProcess());
    const indexes = await Promise.all(
      processes.map((process) => database().transaction(() => process.blindIndex('13800138000', 'phone'))),
    );
    expect(new Set(indexes).size).toBe(1);
  });

  it('is not a key that was made in a transaction and rolled back with it', async () => {
    const cipher = aProcess();
    const abandoned = database().transaction(async () => {
      await cipher.blindIndex('13800138000', 'phone');
      throw new Error('no');
    });
    await expect(abandoned).rejects.toThrow('no');
    const index = await cipher.blindIndex('13800138000', 'phone');
    expect(await aProcess().blindIndex('13800138000', 'phone')).toBe(index);
  });
});
