import { Logger } from '@nestjs/common';
import { ManualClock, newId } from '#kernel';
import { cryptoSchema, INDEX_KEYS_HELD } from '#platform/crypto';
import { aBlindIndex, aCipher } from '#platform/crypto/testing';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { userSchema } from '../adapters/schema.js';
import { SealedFields } from '../adapters/sealed-fields.js';
import { SqlPhoneIndex } from '../adapters/sql-phone-index.js';
import { SqlUsers } from '../adapters/sql-users.js';
import { PhoneTaken } from '../domain/errors.js';
import { PhoneNumber } from '../domain/phone-number.js';
import { User } from '../domain/user.js';
import { KEYS_SETTLE, ReindexPhones } from './reindex-phones.js';

let subscribers = 13_800_000_000;
const unusedPhone = () => PhoneNumber.of('86', String(subscribers++));

class Killed extends Error {}

onEachDatabase([cryptoSchema, revocationSchema, userSchema], (database) => {
  let clock: ManualClock;
  beforeEach(async () => {
    clock = new ManualClock();
    for (const table of ['user_phone_digests', 'users', 'wrapped_keys'])
      await database().execute(`DELETE FROM ${table}`);
  });

  /** What one process has of its own: the index keys it read last, for as long as it holds them. */
  function aProcess() {
    const index = aBlindIndex(database(), clock);
    const sealed = new SealedFields(aCipher(database()), index);
    const users = new SqlUsers(database(), sealed, aRevocations(database()));
    return { index, users, reindexing: new ReindexPhones(index, new SqlPhoneIndex(database(), sealed)) };
  }
  type Process = ReturnType<typeof aProcess>;

  const join = async () => {
    const user = User.join(newId(), new Date());
    await aProcess().users.add(user);
    return user.state.id;
  };
  const withPhone = async (phone = unusedPhone(), { users }: Process = aProcess()) => {
    const id = await join();
    await users.bindPhone(id, phone);
    return { id, phone };
  };
  const many = (count: number) => Promise.all(Array.from({ length: count }, () => withPhone()));
  const digests = () =>
    database().query<{ key_name: string; user_id: string }>('SELECT key_name, user_id FROM user_phone_digests');
  const keysWithDigests = async () => [...new Set((await digests()).map(({ key_name }) => key_name))].sort();
  const expectTaken = async (phone: PhoneNumber, by: Process) =>
    expect(by.users.bindPhone(await join(), phone)).rejects.toThrow(PhoneTaken);
  const knows = async ({ index }: Process) => (await index.digests('x', 'test')).map(({ keyName }) => keyName);
  /** Time passes for every process alike. */
  const wait = async (duration: number) => clock.advance(duration);

  it('moves all digests to a new key', async () => {
    const bound = await many(110);
    const without = await join();
    const [old] = await keysWithDigests();
    const { indexed, stuck } = await aProcess().reindexing.execute({ wait });
    expect([indexed, stuck]).toEqual([110, []]);
    const rows = await digests();
    expect(rows.map(({ user_id }) => user_id).sort()).toEqual(bound.map(({ id }) => id).sort());
    expect(rows.some(({ user_id }) => user_id === without)).toBe(false);
    const [current, ...others] = await keysWithDigests();
    expect(others).toEqual([]);
    expect(current).not.toBe(old);
    expect(await aProcess().index.keyNames()).toEqual([current]);
    for (const { phone } of bound.slice(0, 3)) await expectTaken(phone, aProcess());
  });

  it('waits longer than processes hold the keys they have read', () => {
    expect(KEYS_SETTLE).toBeGreaterThan(INDEX_KEYS_HELD);
  });

  it('lets no number be bound twice, whatever keys the processes know meanwhile', async () => {
    const before = await many(3);
    const knowing: string[][] = [];
    let turn = 0;
    const outpaced = aProcess();
    await knows(outpaced);

    await aProcess().reindexing.execute({
      wait: async (duration) => {
        turn++;
        // The key was just added, or the old one just removed: this process has not noticed, and others have.
        const [slow, quick] = [outpaced, aProcess()];
        knowing.push(await knows(slow), await knows(quick));
        for (const { phone } of before) for (const process of [slow, quick]) await expectTaken(phone, process);
        const { phone: bySlow } = await withPhone(unusedPhone(), slow);
        const { phone: byQuick } = await withPhone(unusedPhone(), quick);
        await expectTaken(bySlow, quick);
        await expectTaken(byQuick, slow);
        await expectOneWinner([slow, quick]);
        clock.advance(duration);
        // Now they all know; and hold that for a while.
        knowing.push(await knows(slow));
        await expectTaken(bySlow, aProcess());
      },
    });

    expect(turn).toBe(2);
    expect(knowing.map((names) => names.length)).toEqual([1, 2, 2, 2, 1, 1]);
    expect(await keysWithDigests()).toEqual(await aProcess().index.keyNames());
    for (const { phone } of before) await expectTaken(phone, aProcess());
  });

  async function expectOneWinner(processes: readonly Process[]): Promise<void> {
    const phone = unusedPhone();
    const ids = await Promise.all(processes.map(() => join()));
    const outcomes = await Promise.allSettled(processes.map(({ users }, at) => users.bindPhone(ids[at] ?? '', phone)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  }

  it('loses no number that changes while it runs', async () => {
    const bound = await many(20);
    const changed = new Map<string, PhoneNumber>();
    const process = aProcess();
    const reindexing = process.reindexing.execute({ wait });
    for (const { id } of bound) {
      const phone = unusedPhone();
      await aProcess().users.bindPhone(id, phone);
      changed.set(id, phone);
    }
    await reindexing;
    for (const phone of changed.values()) await expectTaken(phone, aProcess());
    for (const { phone } of bound) await aProcess().users.bindPhone(await join(), phone);
  });

  it.each(['the first wait', 'half of the numbers', 'the old key is removed', 'the last wait'])(
    'goes on where it was killed: at %s',
    async (when) => {
      const bound = await many(105);
      let waits = 0;
      const dying = aProcess();
      const execution = dying.reindexing.execute({
        wait: async (duration) => {
          waits++;
          if (when === 'the first wait' || (when === 'the last wait' && waits === 2)) throw new Killed();
          clock.advance(duration);
        },
        progress: (done) => {
          if (when === 'half of the numbers' && done.startsWith('100 ')) throw new Killed();
          if (when === 'the old key is removed' && done.includes('no process')) throw new Killed();
        },
      });
      await expect(execution).rejects.toThrow(Killed);
      for (const { phone } of bound.slice(0, 3)) await expectTaken(phone, aProcess());

      const { stuck } = await aProcess().reindexing.execute({ wait });
      expect(stuck).toEqual([]);
      const names = await aProcess().index.keyNames();
      expect(names).toEqual(['blind-index.000002']);
      expect(await keysWithDigests()).toEqual(names);
      expect(await digests()).toHaveLength(105);
      for (const { phone } of bound.slice(0, 3)) await expectTaken(phone, aProcess());
    },
  );

  it('keeps both keys while there is a number it cannot read, and finishes when it can', async () => {
    const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const [unreadable, other] = [await withPhone(), await withPhone()];
    const [row] = await database().query<{ wrapped: string }>('SELECT wrapped FROM data_keys WHERE id = ?', [
      unreadable.id,
    ]);
    const setKey = (wrapped: string) =>
      database().execute('UPDATE data_keys SET wrapped = ? WHERE id = ?', [wrapped, unreadable.id]);
    await setKey('AAAA');
    expect(await aProcess().reindexing.execute({ wait })).toEqual({ indexed: 1, stuck: [unreadable.id] });
    expect(await aProcess().index.keyNames()).toHaveLength(2);
    expect((await digests()).map(({ user_id }) => user_id).sort()).toEqual([unreadable.id, other.id, other.id].sort());
    await expectTaken(unreadable.phone, aProcess());
    await setKey(row?.wrapped ?? '');
    expect(await aProcess().reindexing.execute({ wait })).toEqual({ indexed: 1, stuck: [] });
    await expectTaken(unreadable.phone, aProcess());
    errors.mockRestore();
  });

  it('passes over those who were erased', async () => {
    const [erased, kept] = [await withPhone(), await withPhone()];
    await aCipher(database()).erase(erased.id);
    expect(await aProcess().reindexing.execute({ wait })).toEqual({ indexed: 1, stuck: [] });
    expect((await digests()).map(({ user_id }) => user_id)).toEqual([kept.id]);
  });

  it.each([
    { number: 1, runs: 1 },
    { number: 2, runs: 1 },
    { number: 2, runs: 2 },
  ])('loses nothing to $runs that begin and end at its wait number $number', async ({ number, runs }) => {
    const bound = await many(5);
    let waits = 0;
    await aProcess().reindexing.execute({
      wait: async (duration) => {
        if (++waits === number) for (let run = 0; run < runs; run++) await aProcess().reindexing.execute({ wait });
        await wait(duration);
      },
    });
    const names = await aProcess().index.keyNames();
    expect(names).toHaveLength(1);
    expect(await digests()).toHaveLength(5);
    expect(await keysWithDigests()).toEqual(names);
    for (const { phone } of bound) await expectTaken(phone, aProcess());
  });

  it('may be run by two people at once', async () => {
    await many(105);
    await Promise.all([aProcess().reindexing.execute({ wait }), aProcess().reindexing.execute({ wait })]);
    const names = await aProcess().index.keyNames();
    expect(names).toHaveLength(1);
    expect(await keysWithDigests()).toEqual(names);
    expect(await digests()).toHaveLength(105);
  });
});
