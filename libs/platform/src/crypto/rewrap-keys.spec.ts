import { randomBytes } from 'node:crypto';
import { newId, SystemClock } from '#kernel';
import { cryptoSchema, KeyManagement, KeyReport, KeysUnavailable, NamedKeys, RewrapKeys } from '#platform/crypto';
import { onEachDatabase } from '../../../../test/support/databases.js';
import type { KeyFor, WrappedKey } from './key-management.js';
import { LocalKeyring } from './local-keyring.js';
import { aCipher } from './testing/index.js';
import { revocationSchema } from '#platform/revocation';

const keyed = (id: string) => ({ id, key: randomBytes(32) });
const at = (row: string) => ({ table: 'users', column: 'phone', row });

onEachDatabase([cryptoSchema, revocationSchema], (database) => {
  const [first, second, third] = [keyed('k1'), keyed('k2'), keyed('k3')];
  beforeEach(async () => {
    await database().execute('DELETE FROM data_keys');
    await database().execute('DELETE FROM wrapped_keys');
  });

  const namedKeys = (management: KeyManagement) => new NamedKeys(database(), management, new SystemClock());
  const rewrapping = (management: KeyManagement) => new RewrapKeys(database(), management);
  const report = (management: KeyManagement) => new KeyReport(database(), management).usages();

  /** People with something sealed under this keyring, and a key of the shop's own. */
  async function people(count: number, management: KeyManagement): Promise<Map<string, string>> {
    const cipher = aCipher(database(), { management });
    const sealed = new Map<string, string>();
    for (let n = 0; n < count; n++) {
      const person = newId();
      sealed.set(person, (await cipher.of(person)).seal(`phone of ${person}`, at(person)));
    }
    await namedKeys(management).make('blind-index.000001');
    return sealed;
  }

  async function expectAllToOpen(sealed: ReadonlyMap<string, string>, management: KeyManagement): Promise<void> {
    const cipher = aCipher(database(), { management });
    const opened = await Promise.all([...sealed].map(([person, text]) => cipher.open(text, at(person))));
    expect(opened).toEqual([...sealed.keys()].map((person) => `phone of ${person}`));
    expect(await namedKeys(management).startingWith('blind-index.')).toHaveLength(1);
  }

  it('wraps all keys again, after which the old one is not needed', async () => {
    const sealed = await people(450, new LocalKeyring([first]));
    const management = new LocalKeyring([second, first]);
    expect(await report(management)).toEqual([
      { keyId: 'k2', wraps: 0, state: 'current' },
      { keyId: 'k1', wraps: 451, state: 'needed' },
    ]);
    const progress: string[] = [];
    expect(await rewrapping(management).run((done) => progress.push(done))).toEqual({ rewrapped: 451, failed: 0 });
    expect(progress).toEqual([
      'wrapped_keys: 1 of k1 wrapped again, 0 failed',
      'data_keys: 200 of k1 wrapped again, 0 failed',
      'data_keys: 400 of k1 wrapped again, 0 failed',
      'data_keys: 450 of k1 wrapped again, 0 failed',
    ]);
    expect(await report(management)).toEqual([
      { keyId: 'k2', wraps: 451, state: 'current' },
      { keyId: 'k1', wraps: 0, state: 'unneeded' },
    ]);
    await expectAllToOpen(sealed, new LocalKeyring([second]));
  });

  it('does nothing the second time', async () => {
    await people(3, new LocalKeyring([first]));
    const management = new LocalKeyring([second, first]);
    await rewrapping(management).run();
    const rows = await database().query('SELECT * FROM data_keys');
    expect(await rewrapping(management).run()).toEqual({ rewrapped: 0, failed: 0 });
    expect(await database().query('SELECT * FROM data_keys')).toEqual(rows);
  });

  it('counts what it cannot wrap again, leaves it as it is, and wraps the others', async () => {
    const [lost, damaged] = [await people(2, new LocalKeyring([first])), await people(3, new LocalKeyring([second]))];
    const [victim = ''] = damaged.keys();
    await database().execute('UPDATE data_keys SET wrapped = ? WHERE id = ?', ['AAAA', victim]);
    const management = new LocalKeyring([third, second]);
    // k1 also wraps the index key, which was made first.
    expect(await rewrapping(management).run()).toEqual({ rewrapped: 2, failed: lost.size + 1 + 1 });
    expect(await report(management)).toEqual([
      { keyId: 'k3', wraps: 2, state: 'current' },
      { keyId: 'k2', wraps: 1, state: 'needed' },
      { keyId: 'k1', wraps: 3, state: 'gone' },
    ]);
    damaged.delete(victim);
    const back = new LocalKeyring([third, second, first]);
    await rewrapping(back).run();
    await expectAllToOpen(new Map([...lost, ...damaged]), new LocalKeyring([third]));
  });

  it('leaves the erased erased: their rows need no key', async () => {
    const sealed = await people(2, new LocalKeyring([first]));
    const [person = ''] = sealed.keys();
    await aCipher(database()).erase(person);
    const management = new LocalKeyring([second, first]);
    expect((await rewrapping(management).run()).rewrapped).toBe(2);
    const [row] = await database().query('SELECT wrapped FROM data_keys WHERE id = ?', [person]);
    expect(row).toEqual({ wrapped: null });
    expect((await report(management)).map(({ keyId, state }) => [keyId, state])).toEqual([
      ['k2', 'current'],
      ['k1', 'unneeded'],
    ]);
  });

  /** Two keyrings in one, with something happening between reading and saving. */
  class Interrupted extends KeyManagement {
    private calls = 0;

    constructor(
      private readonly inner: KeyManagement,
      private readonly happening: (call: number) => Promise<void> | void,
    ) {
      super();
    }

    currentKeyId = () => this.inner.currentKeyId();
    keyIds = () => this.inner.keyIds();
    wrap = (keys: readonly KeyFor<Buffer>[]) => this.inner.wrap(keys);
    unwrap = (keys: readonly KeyFor<WrappedKey>[]) => this.inner.unwrap(keys);

    async rewrap(keys: readonly KeyFor<WrappedKey>[]) {
      const wrapped = await this.inner.rewrap(keys);
      await this.happening(++this.calls);
      return wrapped;
    }
  }

  it('does not bring back whoever is erased between reading and saving', async () => {
    const sealed = await people(3, new LocalKeyring([first]));
    const [person = ''] = sealed.keys();
    const management = new LocalKeyring([second, first]);
    const erasing = () => aCipher(database()).erase(person);
    await rewrapping(new Interrupted(management, erasing)).run();
    const cipher = aCipher(database(), { management });
    expect(await cipher.open(sealed.get(person) ?? '', at(person))).toBeNull();
  });

  it('goes on where it was stopped, wherever that was', async () => {
    const sealed = await people(450, new LocalKeyring([first]));
    const management = new LocalKeyring([second, first]);
    for (let stop = 1; stop <= 2; stop++) {
      const failing = new Interrupted(management, (call) => {
        if (call === 2) throw new KeysUnavailable();
      });
      await expect(rewrapping(failing).run()).rejects.toThrow(KeysUnavailable);
      await expectAllToOpen(sealed, management);
    }
    await rewrapping(management).run();
    await expectAllToOpen(sealed, new LocalKeyring([second]));
  });

  it('may run twice at once', async () => {
    const sealed = await people(450, new LocalKeyring([first]));
    const management = new LocalKeyring([second, first]);
    const outcomes = await Promise.all([rewrapping(management).run(), rewrapping(management).run()]);
    expect(outcomes.reduce((sum, { rewrapped }) => sum + rewrapped, 0)).toBe(451);
    await expectAllToOpen(sealed, new LocalKeyring([second]));
  });

  it('follows a key that is rotated while it runs', async () => {
    const sealed = await people(3, new LocalKeyring([first]));
    let ring = new LocalKeyring([second, first]);
    const rotating = new (class extends Interrupted {
      override currentKeyId = () => ring.currentKeyId();
      override rewrap = async (keys: readonly KeyFor<WrappedKey>[]) => {
        const wrapped = await ring.rewrap(keys);
        ring = new LocalKeyring([third, second, first]);
        return wrapped;
      };
    })(ring, () => undefined);
    await rewrapping(rotating).run();
    await expectAllToOpen(sealed, new LocalKeyring([third]));
  });

  it('does not run inside a transaction', async () => {
    const management = new LocalKeyring([first]);
    await expect(database().transaction(() => rewrapping(management).run())).rejects.toThrow('transaction');
  });
});
