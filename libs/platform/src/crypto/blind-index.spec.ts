import { randomBytes } from 'node:crypto';
import { ManualClock } from '#kernel';
import { BlindIndex, cryptoSchema, INDEX_KEYS_HELD, NamedKeys } from '#platform/crypto';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { LocalKeyring } from './local-keyring.js';
import { revocationSchema } from '#platform/revocation';

const keyed = (id: string) => ({ id, key: randomBytes(32) });
const value = '13800138000';
const DAY = 86_400_000;

onEachDatabase([cryptoSchema, revocationSchema], (database) => {
  const first = keyed('k1');
  const second = keyed('k2');
  let clock: ManualClock;
  let elapsed = 0;
  beforeEach(async () => {
    clock = new ManualClock();
    await database().execute('DELETE FROM wrapped_keys');
  });

  /** A process with this keyring. */
  const aProcess = (keyring = [first]) =>
    new BlindIndex(new NamedKeys(database(), new LocalKeyring(keyring), clock), () => elapsed);
  const digestsBy = async (process: BlindIndex, purpose = 'phone') =>
    (await process.digests(value, purpose)).map(({ digest }) => digest);

  it('is equal for equal values, in every process and after a restart', async () => {
    const digests = await digestsBy(aProcess());
    expect(digests).toHaveLength(1);
    expect(await digestsBy(aProcess())).toEqual(digests);
  });

  it('[P28] differs by value and by purpose, and shows neither', async () => {
    const index = aProcess();
    const digests = await Promise.all([
      index.digests(value, 'phone'),
      index.digests('13800138001', 'phone'),
      index.digests(value, 'recipient'),
    ]);
    const texts = digests.flat().map(({ digest }) => digest);
    expect(new Set(texts).size).toBe(3);
    for (const digest of texts) expect(digest).toMatch(/^(?!.*138)[\w-]{43}$/);
  });

  it('survives a rotation that keeps the old key on the ring', async () => {
    const digests = await digestsBy(aProcess([first]));
    expect(await digestsBy(aProcess([second, first]))).toEqual(digests);
  });

  it('says which key is missing when the old one was removed too early, and makes no other one', async () => {
    const digests = await digestsBy(aProcess([first]));
    await expect(digestsBy(aProcess([second]))).rejects.toThrow('cannot be unwrapped by k1');
    expect(await digestsBy(aProcess([first]))).toEqual(digests);
  });

  it('has one key for processes that make it at the same time', async () => {
    const processes = Array.from({ length: 8 }, () => aProcess());
    const digests = await Promise.all(processes.map((process) => digestsBy(process)));
    expect(new Set(digests.flat()).size).toBe(1);
    expect(await digestsBy(aProcess())).toEqual(digests[0]);
  });

  it('has no key that could be taken back: none is made inside a transaction', async () => {
    const index = aProcess();
    await expect(database().transaction(() => digestsBy(index))).rejects.toThrow('transaction');
    expect(await digestsBy(index)).toEqual(await digestsBy(aProcess()));
  });

  it('has a key that does not open anything for another name', async () => {
    await digestsBy(aProcess());
    await database().execute('UPDATE wrapped_keys SET name = ?', ['blind-index.000002']);
    await expect(digestsBy(aProcess())).rejects.toThrow('cannot be unwrapped');
  });

  describe('while it moves to another key', () => {
    it('gives digests under both, the old one first', async () => {
      const index = aProcess();
      const [old] = await index.digests(value, 'phone');
      const name = await index.addKey(old?.keyName ?? '');
      const both = await index.digests(value, 'phone');
      expect(both.map(({ keyName }) => keyName)).toEqual([old?.keyName, name]);
      expect(both[0]).toEqual(old);
      expect(both[1]?.digest).not.toBe(old?.digest);
      await index.removeKey(old?.keyName ?? '');
      expect(await index.digests(value, 'phone')).toEqual([both[1]]);
    });

    it('is followed by other processes within INDEX_KEYS_HELD', async () => {
      const [index, other] = [aProcess(), aProcess()];
      await digestsBy(other);
      const [only = ''] = await index.keyNames();
      const name = await index.addKey(only);
      elapsed += INDEX_KEYS_HELD - 1;
      expect(await digestsBy(other)).toHaveLength(1);
      elapsed += 1;
      expect(await digestsBy(other)).toHaveLength(2);
      for (const old of (await index.keyNames()).filter((one) => one !== name)) await index.removeKey(old);
      elapsed += INDEX_KEYS_HELD - 1;
      expect(await digestsBy(other)).toHaveLength(2);
      elapsed += 1;
      expect(await digestsBy(other)).toHaveLength(1);
    });

    it('[F10] is followed as soon by a process whose clock was a day ahead and is set right', async () => {
      const [index, other] = [aProcess(), aProcess()];
      await digestsBy(other);
      clock.advance(-DAY);
      const [only = ''] = await index.keyNames();
      await index.addKey(only);
      elapsed += INDEX_KEYS_HELD;
      expect(await digestsBy(other)).toHaveLength(2);
    });

    it('has one new key when two people begin at once', async () => {
      const [only = ''] = await aProcess().keyNames();
      const names = [await aProcess().addKey(only), await aProcess().addKey(only)];
      expect(new Set(names).size).toBe(1);
      expect(await aProcess().keyNames()).toHaveLength(2);
    });

    it('orders the tenth key after the ninth', async () => {
      const index = aProcess();
      await digestsBy(index);
      for (let n = 2; n <= 11; n++) {
        const [old = ''] = await index.keyNames();
        const name = await index.addKey(old);
        expect((await index.keyNames()).at(-1)).toBe(name);
        await index.removeKey(old);
      }
    });
  });
});
