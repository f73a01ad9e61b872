import { Logger } from '@nestjs/common';
import { ManualClock, newId } from '#kernel';
import { cryptoSchema } from '#platform/crypto';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { DataKeys } from './data-keys.js';
import { type KeyFor, KeyManagement, KeysUnavailable, type WrappedKey } from './key-management.js';
import { aKeyring } from './testing/index.js';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A keyring a network away that can fail. */
class RemoteKeyring extends KeyManagement {
  readonly calls: { operation: string; keys: number }[] = [];
  down = false;

  constructor(private readonly keyring = aKeyring()) {
    super();
  }

  currentKeyId() {
    return this.ask('current', 0, () => this.keyring.currentKeyId());
  }

  keyIds() {
    return this.ask('ids', 0, () => this.keyring.keyIds());
  }

  wrap(keys: readonly KeyFor<Buffer>[]) {
    return this.ask('wrap', keys.length, () => this.keyring.wrap(keys));
  }

  unwrap(keys: readonly KeyFor<WrappedKey>[]) {
    return this.ask('unwrap', keys.length, () => this.keyring.unwrap(keys));
  }

  rewrap(keys: readonly KeyFor<WrappedKey>[]) {
    return this.ask('rewrap', keys.length, () => this.keyring.rewrap(keys));
  }

  private async ask<T>(operation: string, keys: number, answer: () => Promise<T>): Promise<T> {
    this.calls.push({ operation, keys });
    if (this.down) throw new KeysUnavailable();
    return answer();
  }
}

onEachDatabase([cryptoSchema, revocationSchema], (database) => {
  let management: RemoteKeyring;
  let clock: ManualClock;
  let elapsed = 1;
  beforeEach(() => {
    management = new RemoteKeyring();
    clock = new ManualClock();
  });
  afterEach(() => jest.restoreAllMocks());

  const aProcess = () => new DataKeys(database(), management, aRevocations(database()), clock, () => elapsed);
  const people = (count: number) => Array.from({ length: count }, () => newId());
  const unwraps = () => management.calls.filter(({ operation }) => operation === 'unwrap');

  it('are one key when ten processes make the first of a person at once', async () => {
    for (let round = 0; round < 3; round++) {
      const person = newId();
      const made = await Promise.all(Array.from({ length: 10 }, () => aProcess().findOrMake(person)));
      const kept = await aProcess().findOrMake(person);
      for (const key of made) expect(key.equals(kept)).toBe(true);
    }
  });

  it('are one key when one process is asked many times at once', async () => {
    const person = newId();
    const process = aProcess();
    const made = await Promise.all(Array.from({ length: 10 }, () => process.findOrMake(person)));
    for (const key of made) expect(key.equals(await process.findOrMake(person))).toBe(true);
  });

  it('differ from person to person', async () => {
    const [one, other] = await Promise.all(people(2).map((person) => aProcess().findOrMake(person)));
    expect(one && other && one.equals(other)).toBe(false);
  });

  it('of many people are read by one SELECT and unwrapped by one call', async () => {
    const many = people(50);
    for (const person of many) await aProcess().findOrMake(person);
    const process = aProcess();
    const queries = jest.spyOn(database(), 'query');
    management.calls.length = 0;
    const found = await Promise.all([...many, ...many, newId()].map((person) => process.find(person)));
    expect(found.filter(Boolean)).toHaveLength(100);
    expect(queries).toHaveBeenCalledTimes(1);
    expect(management.calls).toEqual([{ operation: 'unwrap', keys: 50 }]);
  });

  it('of many people are made by one call and kept by one INSERT, though some are made elsewhere meanwhile', async () => {
    const [elsewhere, ...others] = people(50) as [string, ...string[]];
    const process = aProcess();
    const queries = jest.spyOn(database(), 'execute');
    await Promise.all(others.slice(25).map((person) => process.findOrMake(person)));
    expect(queries).toHaveBeenCalledTimes(1);
    expect(management.calls).toEqual([
      { operation: 'unwrap', keys: 0 },
      { operation: 'wrap', keys: 24 },
    ]);
    const faster = jest.spyOn(management, 'wrap').mockImplementationOnce(async (keys) => {
      await aProcess().findOrMake(elsewhere);
      return management.wrap(keys);
    });
    const made = await Promise.all([elsewhere, ...others].map((person) => process.findOrMake(person)));
    faster.mockRestore();
    const kept = await Promise.all([elsewhere, ...others].map((person) => aProcess().findOrMake(person)));
    for (const [at, key] of made.entries()) expect(kept[at]?.equals(key)).toBe(true);
  });

  it('are held for a minute, and then asked for again', async () => {
    const [person] = people(1) as [string];
    await aProcess().findOrMake(person);
    const process = aProcess();
    await process.find(person);
    elapsed += MINUTE - 1;
    await process.find(person);
    expect(unwraps().filter(({ keys }) => keys > 0)).toHaveLength(1);
    elapsed += 2;
    await process.find(person);
    expect(unwraps().filter(({ keys }) => keys > 0)).toHaveLength(2);
  });

  it('[P29] that another process has destroyed are used no longer than a minute', async () => {
    const person = newId();
    const process = aProcess();
    await process.findOrMake(person);
    await aProcess().destroy(person);
    elapsed += MINUTE + 1;
    expect(await process.find(person)).toBe('destroyed');
  });

  it('[F10, P29] that another process has destroyed are used no longer than a minute, though the clock is set back', async () => {
    const person = newId();
    const process = aProcess();
    await process.findOrMake(person);
    await aProcess().destroy(person);
    clock.advance(-DAY);
    elapsed += MINUTE + 1;
    expect(await process.find(person)).toBe('destroyed');
  });

  it('[F10] do not come back to life when they are destroyed, and the clock set ahead, while they are being unwrapped', async () => {
    const person = newId();
    await aProcess().findOrMake(person);
    const process = aProcess();
    const unwrap = management.unwrap.bind(management);
    jest.spyOn(management, 'unwrap').mockImplementationOnce(async (keys) => {
      const unwrapped = await unwrap(keys);
      await process.destroy(person);
      clock.advance(DAY);
      return unwrapped;
    });
    expect(await process.find(person)).toBe('destroyed');
  });

  it('that another process has destroyed are forgotten as soon as this one hears of it', async () => {
    const person = newId();
    const revocations = aRevocations(database());
    await revocations.poll();
    const process = new DataKeys(database(), management, revocations, clock);
    await process.findOrMake(person);
    await aProcess().destroy(person);
    await revocations.poll();
    expect(await process.find(person)).toBe('destroyed');
  });

  it('are held for no more than 10,000 people, and more may be asked for at once', async () => {
    const many = people(10_001);
    const wrapped = await management.wrap(many.map((id) => ({ key: Buffer.alloc(32, id), use: `person:${id}` })));
    for (let from = 0; from < many.length; from += 1_000) {
      const some = many.slice(from, from + 1_000).map((id, at) => [id, wrapped[from + at]] as const);
      await database().execute(
        `INSERT INTO data_keys (id, key_id, wrapped, created_at) VALUES ${some.map(() => '(?, ?, ?, ?)').join(',')}`,
        some.flatMap(([id, key]) => [id, key?.keyId ?? '', key?.wrapped ?? '', clock.now()]),
      );
    }
    const process = aProcess();
    const found = await Promise.all(many.map((person) => process.find(person)));
    expect(found.filter((key) => key === null)).toEqual([]);
    management.calls.length = 0;
    await process.find(many.at(-1) ?? '');
    expect(unwraps()).toEqual([]);
    await process.find(many[0] ?? '');
    expect(unwraps()).toEqual([{ operation: 'unwrap', keys: 1 }]);
  });

  it('are unavailable while the key-management service is, and nothing of that is remembered', async () => {
    const person = newId();
    const kept = await aProcess().findOrMake(person);
    const process = aProcess();
    management.down = true;
    const asking = [person, newId()].map((id) => process.find(id));
    for (const asked of asking) await expect(asked).rejects.toThrow(KeysUnavailable);
    await expect(process.findOrMake(newId())).rejects.toThrow(KeysUnavailable);
    management.down = false;
    expect(await process.find(person)).toEqual(expect.objectContaining({ type: 'secret' }));
    expect((await process.findOrMake(person)).equals(kept)).toBe(true);
  });

  it('are not asked for again while they are held: the service may be down', async () => {
    const person = newId();
    const process = aProcess();
    const key = await process.findOrMake(person);
    management.down = true;
    expect((await process.findOrMake(person)).equals(key)).toBe(true);
  });

  it('that cannot be unwrapped are not found, others beside them are, and no second one is made', async () => {
    const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const [lost, kept] = people(2) as [string, string];
    for (const person of [lost, kept]) await aProcess().findOrMake(person);
    await database().execute('UPDATE data_keys SET wrapped = ? WHERE id = ?', ['AAAA', lost]);
    const process = aProcess();
    const [gone, found] = await Promise.all([process.find(lost), process.find(kept)]);
    expect(gone).toBeNull();
    expect(found).not.toBeNull();
    expect(errors).toHaveBeenCalledWith(expect.stringContaining(lost));
    await expect(process.findOrMake(lost)).rejects.toThrow('cannot be unwrapped');
  });

  it('are found when they are wrapped again, and the old key is removed, between reading and unwrapping', async () => {
    const person = newId();
    const kept = await aProcess().findOrMake(person);
    const unwrap = management.unwrap.bind(management);
    jest.spyOn(management, 'unwrap').mockImplementationOnce((keys) => {
      return unwrap(keys.map((one) => ({ ...one, key: { ...one.key, keyId: 'removed' } })));
    });
    const found = await aProcess().findOrMake(person);
    expect(found.equals(kept)).toBe(true);
  });

  it('do not come back to life when they are destroyed while they are being unwrapped', async () => {
    const person = newId();
    await aProcess().findOrMake(person);
    const process = aProcess();
    const unwrap = management.unwrap.bind(management);
    jest.spyOn(management, 'unwrap').mockImplementationOnce(async (keys) => {
      const unwrapped = await unwrap(keys);
      await process.destroy(person);
      return unwrapped;
    });
    expect(await process.find(person)).toBe('destroyed');
    expect(await process.find(person)).toBe('destroyed');
  });

  it('are not asked for inside a transaction', async () => {
    const process = aProcess();
    await expect(database().transaction(() => process.find(newId()))).rejects.toThrow('transaction');
    await expect(database().transaction(() => process.findOrMake(newId()))).rejects.toThrow('transaction');
  });
});
