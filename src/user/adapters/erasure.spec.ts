import { auditSchema } from '#platform/audit';
import { cryptoSchema, PersonErased } from '#platform/crypto';
import type { Database } from '#platform/database';
import { ErasureMustWait } from '#platform/privacy';
import { onEachDatabase } from '../../../test/support/databases.js';
import { UserNotFound } from '../domain/errors.js';
import { actorOf, nextPhone, UserContext } from './in-memory-surroundings.js';
import { userSchema } from './schema.js';
import { revocationSchema } from '#platform/revocation';

const TABLES = { users: 'id', user_addresses: 'user_id', user_consents: 'user_id', user_phone_digests: 'user_id' };

/** A place where somebody is held up until he is let go. */
class Gate {
  readonly reached: Promise<void>;
  private arrive = () => {};
  private readonly opened: Promise<void>;
  open = () => {};

  constructor() {
    this.reached = new Promise((resolve) => (this.arrive = resolve));
    this.opened = new Promise((resolve) => (this.open = resolve));
  }

  readonly pass = (): Promise<void> => {
    this.arrive();
    return this.opened;
  };
}

/** How many rows of a person each table has. */
async function rowsOf(database: Database, userId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [table, column] of Object.entries(TABLES)) {
    const rows = await database.query(`SELECT ${column} FROM ${table} WHERE ${column} = ?`, [userId]);
    counts[table] = rows.length;
  }
  return counts;
}

const NOTHING = { users: 0, user_addresses: 0, user_consents: 0, user_phone_digests: 0 };
const EVERYTHING = { users: 1, user_addresses: 1, user_consents: 1, user_phone_digests: 1 };

describe('an erasure', () => {
  onEachDatabase([cryptoSchema, revocationSchema, auditSchema, userSchema], (database) => {
    let shop: UserContext;
    /** Another process, which has keys of its own in memory. */
    let elsewhere: UserContext;
    beforeEach(() => {
      shop = new UserContext(database());
      elsewhere = new UserContext(database());
    });
    const rows = (userId: string) => rowsOf(database(), userId);
    const sealedAddress = async (userId: string) => {
      const [row] = await database().query<{ id: string; content: string }>(
        'SELECT id, content FROM user_addresses WHERE user_id = ?',
        [userId],
      );
      return { sealed: row?.content ?? '', at: { table: 'user_addresses', column: 'content', row: row?.id ?? '' } };
    };

    it('[P30] takes every row of the person, and their key', async () => {
      const { id } = await shop.aPerson();
      const { sealed, at } = await sealedAddress(id);
      expect(await shop.cipher.open(sealed, at)).toContain('体育西路');
      await shop.erase(id);
      expect(await rows(id)).toEqual(NOTHING);
      expect(shop.other.erased).toEqual([id]);
      await expect(shop.queries.profile(id)).rejects.toThrow(UserNotFound);
      expect(await shop.cipher.open(sealed, at)).toBeNull();
      expect(await new UserContext(database()).cipher.open(sealed, at)).toBeNull();
      await expect(shop.cipher.of(id)).rejects.toThrow(PersonErased);
      expect(await shop.erasures.includes(id)).toBe(true);
    });

    it('is on record, with who asked for it', async () => {
      const { id } = await shop.aPerson();
      await shop.erase(id);
      expect(shop.audit.entries.filter(({ type }) => type === 'data.erased')).toEqual([
        { type: 'data.erased', actor: actorOf(id), subject: id },
      ]);
    });

    it('leaves everybody else as they are', async () => {
      const [gone, stays] = [await shop.aPerson(), await shop.aPerson()];
      await shop.erase(gone.id);
      expect(await rows(stays.id)).toEqual(EVERYTHING);
      expect(await shop.queries.addresses(stays.id)).toHaveLength(1);
      expect((await shop.queries.wholeProfile(stays.id)).phone).toBe(stays.phone.e164);
    });

    it('frees the phone number for whoever comes next', async () => {
      const { id, phone } = await shop.aPerson();
      await shop.erase(id);
      const next = await shop.aPerson(phone);
      expect((await shop.queries.wholeProfile(next.id)).phone).toBe(phone.e164);
    });

    it('takes nothing while a holder says that it must wait', async () => {
      const { id } = await shop.aPerson();
      shop.other.veto = () => {
        throw new ErasureMustWait();
      };
      await expect(shop.erase(id)).rejects.toThrow(ErasureMustWait);
      expect(await rows(id)).toEqual(EVERYTHING);
      expect([shop.other.erased, shop.audit.types]).toEqual([[], []]);
      expect(await shop.queries.addresses(id)).toHaveLength(1);
    });

    it('[P30] takes all or nothing: what fails midway has taken nothing', async () => {
      const { id } = await shop.aPerson();
      for (const where of ['holder', 'audit']) {
        const failing = new UserContext(database());
        const fail = () => {
          throw new Error('the disk is full');
        };
        if (where === 'audit') failing.audit.onRecord = fail;
        else failing.other.onErase = fail;
        await expect(failing.erase(id)).rejects.toThrow('the disk is full');
        expect(await rows(id)).toEqual(EVERYTHING);
        expect(await failing.queries.addresses(id)).toHaveLength(1);
        expect(await failing.erasures.includes(id)).toBe(false);
      }
    });

    it('happens once when it is asked for twice, one after the other or at once', async () => {
      const { id } = await shop.aPerson();
      const outcomes = await Promise.allSettled([shop.erase(id), elsewhere.erase(id), shop.erase(id)]);
      const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
      expect(refused).toHaveLength(2);
      for (const refusal of refused) expect(refusal).toBeInstanceOf(UserNotFound);
      await expect(shop.erase(id)).rejects.toThrow(UserNotFound);
      expect([...shop.audit.types, ...elsewhere.audit.types]).toEqual(['data.erased']);
    });

    describe('while the person changes something elsewhere', () => {
      const changes: Record<string, (context: UserContext, userId: string) => Promise<unknown>> = {
        'adding an address': (context, userId) => context.addAddress(userId),
        'binding a phone number': (context, userId) => context.users.bindPhone(userId, nextPhone()),
        'giving a consent': (context, userId) => context.consent(userId),
        'changing the profile': (context, userId) => context.users.change(userId, () => undefined),
      };

      describe.each(Object.entries(changes))('%s', (_, change) => {
        it('leaves nothing when it comes while the erasure is under way', async () => {
          const { id } = await shop.aPerson();
          await elsewhere.queries.addresses(id); // whose key it now has in memory
          const gate = new Gate();
          shop.other.onErase = gate.pass;
          const erasing = shop.erase(id);
          await gate.reached;
          const changing = change(elsewhere, id);
          gate.open();
          await erasing;
          await expect(changing).rejects.toThrow(UserNotFound);
          expect(await rows(id)).toEqual(NOTHING);
        });

        it('leaves nothing when the person’s first key is made just then', async () => {
          const id = await shop.join();
          const gate = new Gate();
          shop.audit.onRecord = gate.pass;
          const erasing = shop.erase(id);
          await gate.reached;
          const changing = change(elsewhere, id);
          gate.open();
          await erasing;
          await expect(changing).rejects.toThrow(UserNotFound);
          expect(await rows(id)).toEqual(NOTHING);
          await expect(elsewhere.cipher.of(id)).rejects.toThrow(PersonErased);
        });

        it('leaves nothing when it began before the erasure', async () => {
          const { id } = await shop.aPerson();
          const gate = new Gate();
          const holding = database().transaction(async () => {
            await elsewhere.users.lock(id);
            await gate.pass();
          });
          await gate.reached;
          // They wait for the row one behind the other.
          const both = [change(elsewhere, id), shop.erase(id)];
          gate.open();
          await holding;
          const [changed, erased] = await Promise.allSettled(both);
          expect(erased?.status).toBe('fulfilled');
          if (changed?.status === 'rejected') expect(changed.reason).toBeInstanceOf(UserNotFound);
          expect(await rows(id)).toEqual(NOTHING);
        });

        it('is refused afterwards by a process that still holds the key', async () => {
          const { id } = await shop.aPerson();
          await elsewhere.queries.addresses(id);
          await shop.erase(id);
          await expect(change(elsewhere, id)).rejects.toThrow(UserNotFound);
          expect(await rows(id)).toEqual(NOTHING);
        });
      });

      it('leaves nothing of anybody when many change and are erased at once', async () => {
        const people = await Promise.all(Array.from({ length: 8 }, () => shop.aPerson()));
        const all = people.flatMap(({ id }) => [
          ...Object.values(changes).flatMap((change) => [change(shop, id), change(elsewhere, id)]),
          shop.erase(id),
          elsewhere.erase(id),
        ]);
        for (const outcome of await Promise.allSettled(all)) {
          if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(UserNotFound);
        }
        for (const { id } of people) expect(await rows(id)).toEqual(NOTHING);
      });
    });
  });
});
