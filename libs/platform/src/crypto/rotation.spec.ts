import { randomBytes } from 'node:crypto';
import { setImmediate as pause } from 'node:timers/promises';
import { ManualClock, newId } from '#kernel';
import { cryptoSchema, type KeyManagement, KeyReport, type PersonalDataCipher, RewrapKeys } from '#platform/crypto';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { LocalKeyring } from './local-keyring.js';
import { aBlindIndex, aCipher, FakeVault } from './testing/index.js';
import { VaultTransit } from './vault-transit.js';
import { revocationSchema } from '#platform/revocation';

const ROTATIONS = 10;
/** More would only have to be wrapped again, which a busy machine never gets to the end of. */
const MOST_PEOPLE = 500;
/** Milliseconds for which a process holds an unwrapped key. */
const KEYS_HELD = 60_000;
const at = (row: string) => ({ table: 'users', column: 'phone', row });

onEachDatabase([cryptoSchema, revocationSchema], (database) => {
  beforeEach(async () => {
    await database().execute('DELETE FROM data_keys');
    await database().execute('DELETE FROM wrapped_keys');
  });

  /** Processes that seal and open without a pause; what they begin they finish with the keys they began with. */
  class Load {
    /** Sealed text by person. */
    readonly sealed = new Map<string, string>();
    private opened = 0;
    private readonly underWay = new Set<Promise<void>>();
    private readonly clock = new ManualClock();
    private cipher: PersonalDataCipher;
    private stopped = false;

    constructor(management: KeyManagement) {
      this.cipher = this.processWith(management);
    }

    /** Runs `rotate` under the load, and ends it in any case. */
    async around(rotate: () => Promise<void>): Promise<void> {
      const workers = [this.work(() => this.write()), this.work(() => this.write()), this.work(() => this.read())];
      try {
        await rotate();
      } finally {
        this.stopped = true;
        await Promise.all(workers);
      }
    }

    /** As a deployment does: new processes take over, and those that are there finish what they do. Then these work a while. */
    async restartWith(management: KeyManagement): Promise<void> {
      this.cipher = this.processWith(management);
      await Promise.all([...this.underWay]);
      const { opened } = this;
      const enough = Math.min(this.sealed.size + 3, MOST_PEOPLE);
      while (!this.stopped && (this.opened < opened + 3 || this.sealed.size < enough)) await pause();
    }

    async expectAllToOpen(): Promise<void> {
      for (const person of this.sealed.keys()) await this.expectToOpen(person);
    }

    private processWith(management: KeyManagement): PersonalDataCipher {
      return aCipher(database(), { management, clock: this.clock });
    }

    private async work(turn: () => Promise<void>): Promise<void> {
      while (!this.stopped) {
        const working = turn();
        this.underWay.add(working);
        try {
          await working;
        } catch (error) {
          this.stopped = true;
          throw error;
        } finally {
          this.underWay.delete(working);
        }
        // SQLite answers without giving others a turn.
        await pause();
      }
    }

    private async write(): Promise<void> {
      if (this.sealed.size >= MOST_PEOPLE) return;
      const person = newId();
      this.sealed.set(person, (await this.cipher.of(person)).seal(`phone of ${person}`, at(person)));
    }

    private async read(): Promise<void> {
      const all = [...this.sealed.keys()];
      const person = all[Math.floor(Math.random() * all.length)];
      if (person === undefined) return;
      // Keys that a process holds would make it too easy.
      this.clock.advance(KEYS_HELD + 1);
      await this.expectToOpen(person);
      this.opened++;
    }

    private async expectToOpen(person: string): Promise<void> {
      expect(await this.cipher.open(this.sealed.get(person) ?? '', at(person))).toBe(`phone of ${person}`);
    }
  }

  const indexOf = async (management: KeyManagement) =>
    (await aBlindIndex(database(), new ManualClock(), management).digests('13800138000', 'phone'))[0]?.digest;

  async function wrapAgainUntilOldKeysAreUnneeded(management: KeyManagement): Promise<void> {
    const { failed } = await new RewrapKeys(database(), management).run();
    expect(failed).toBe(0);
    const usages = await new KeyReport(database(), management).usages();
    expect(usages.slice(1).map(({ state }) => state)).toEqual(usages.slice(1).map(() => 'unneeded'));
  }

  it(`[F14] loses nothing while the keyring rotates ${ROTATIONS} times under load`, async () => {
    const keyed = (n: number) => ({ id: `k${n}`, key: randomBytes(32) });
    let current = keyed(0);
    const digest = await indexOf(new LocalKeyring([current]));
    const load = new Load(new LocalKeyring([current]));
    await load.around(async () => {
      for (let n = 1; n <= ROTATIONS; n++) {
        const next = keyed(n);
        await load.restartWith(new LocalKeyring([current, next]));
        await load.restartWith(new LocalKeyring([next, current]));
        await wrapAgainUntilOldKeysAreUnneeded(new LocalKeyring([next, current]));
        await load.restartWith(new LocalKeyring([next]));
        current = next;
      }
    });
    await load.expectAllToOpen();
    expect(await indexOf(new LocalKeyring([current]))).toBe(digest);
  });

  it(`[F14] loses nothing while the key in Vault rotates ${ROTATIONS} times under load`, async () => {
    const vault = await FakeVault.start();
    const management = new VaultTransit({ url: vault.url, token: vault.token, tokenFile: null, key: vault.keyName });
    const digest = await indexOf(management);
    const load = new Load(management);
    await load.around(async () => {
      for (let n = 1; n <= ROTATIONS; n++) {
        vault.rotate();
        // What was wrapped just before the rotation is yet to be saved.
        await load.restartWith(management);
        await wrapAgainUntilOldKeysAreUnneeded(management);
        vault.minDecryptionVersion = vault.latestVersion;
      }
    });
    await load.expectAllToOpen();
    expect(await indexOf(management)).toBe(digest);
    await management.onApplicationShutdown();
    await vault.close();
  });
});
