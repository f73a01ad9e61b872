import { newId } from '#kernel';
import { Activity, currentActivity, within } from '#platform/activity';
import { KeysUnavailable, PersonalDataUnreadable } from '#platform/crypto';
import { placeholders } from '#platform/database';
import { TooManyWaiting } from '#platform/gathering';
import { onEachDatabase } from '../../../test/support/databases.js';
import { signal } from '../../../test/support/signal.js';
import type { Renewal } from '../domain/identities.js';
import { SigningIn, signingInSchemas } from '../testing/signing-in.js';

describe('signing in while others do', () => {
  onEachDatabase(signingInSchemas, (database) => {
    let door: SigningIn;
    beforeAll(() => {
      door = new SigningIn(database());
    });

    const many = (name: string, count: number) => Array.from({ length: count }, (_, n) => `o${name}-${n}`);
    const signInAll = (codes: readonly string[]) => Promise.allSettled(codes.map((code) => door.signIn(code)));
    const usersOf = async (codes: readonly string[]) => {
      const all = await Promise.all(codes.map((code) => door.signIn(code)));
      return all.map(({ user }) => user.id);
    };

    it('takes as many statements as of one', async () => {
      const codes = many('Together', 30);
      const ids = await usersOf(codes);
      const sent = jest.spyOn(database(), 'query');
      const changed = jest.spyOn(database(), 'execute');
      const again = await usersOf(codes);
      const statements = sent.mock.calls.length + changed.mock.calls.length;
      sent.mockRestore();
      changed.mockRestore();
      expect(again).toEqual(ids);
      // Whose they are, the sessions, the answers: the directory is a double, the keys are held.
      expect(statements).toBe(3);
    });

    it('fetches the keys of returning shoppers beside their profiles: neither waits for the other', async () => {
      const codes = many('Beside', 2);
      await usersOf(codes);
      const seal = door.identities.sealSessionKey.bind(door.identities);
      const find = door.directory.findProfiles.bind(door.directory);
      const sealed = signal();
      const sealing = jest.spyOn(door.identities, 'sealSessionKey').mockImplementation(async (userId, key) => {
        sealed.give();
        return seal(userId, key);
      });
      const finding = jest.spyOn(door.directory, 'findProfiles').mockImplementationOnce(async (ids) => {
        await sealed.given;
        return find(ids);
      });
      expect((await signInAll(codes)).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
      sealing.mockRestore();
      finding.mockRestore();
    });

    it('lets each have its own session and keeps its own session key', async () => {
      const codes = many('Own', 20);
      const first = await usersOf(codes);
      const before = await Promise.all(first.map((id) => door.identities.find(id)));
      door.clock.advance(1);
      await usersOf(codes);
      const after = await Promise.all(first.map((id) => door.identities.find(id)));
      const keys = [...before, ...after].map((identity) => identity?.sessionKey);
      expect(new Set(keys).size).toBe(40);
      const opened = await database().query<{ user_id: string; account: string }>(
        `SELECT user_id, account FROM sessions WHERE user_id IN (${placeholders(first.length)})`,
        first,
      );
      expect(opened).toHaveLength(40);
      for (const { user_id, account } of opened) expect(account).toBe(codes[first.indexOf(user_id)]);
    });

    it('fails nobody because of a neighbour who is blocked, new, refused, unreadable or erased meanwhile', async () => {
      const codes = many('Mixed', 6);
      const [blocked = '', unreadable = '', erased = ''] = await usersOf(codes.slice(0, 3));
      const returning = await usersOf(codes.slice(3, 5));
      await door.block(blocked);
      door.directory.unreadable.add(unreadable);
      const renew = door.identities.renew.bind(door.identities);
      const renewing = jest
        .spyOn(door.identities, 'renew')
        .mockImplementationOnce(async (...renewals: readonly Renewal[]) => {
          await door.erase(erased);
          return renew(...renewals);
        });
      const outcomes = await signInAll([...codes, 'refused']);
      renewing.mockRestore();
      door.directory.unreadable.clear();
      expect(outcomes).toMatchObject([
        { status: 'rejected', reason: { code: 1107 } },
        { status: 'rejected', reason: expect.any(PersonalDataUnreadable) as unknown },
        { status: 'fulfilled', value: { isNew: true } },
        { status: 'fulfilled', value: { isNew: false, user: { id: returning[0] } } },
        { status: 'fulfilled', value: { isNew: false, user: { id: returning[1] } } },
        { status: 'fulfilled', value: { isNew: true } },
        { status: 'rejected', reason: { code: 1101 } },
      ]);
      for (const gone of [blocked, unreadable, erased]) {
        const found = await database().query('SELECT id FROM sessions WHERE user_id = ?', [gone]);
        expect(found).toHaveLength(gone === erased ? 0 : 1);
      }
    });

    it('makes a user of everybody who is new, though another process was faster with one of them', async () => {
      const codes = many('Faster', 5);
      const usersOf = door.identities.usersOf.bind(door.identities);
      const faster = newId();
      const looking = jest.spyOn(door.identities, 'usersOf').mockImplementationOnce(async (accounts) => {
        const known = await usersOf(accounts);
        const identity = { userId: faster, account: codes[2] ?? '', unionAccount: null, answeredAt: door.clock.now() };
        await door.identities.add(identity);
        return known;
      });
      const before = await door.directory.count();
      const all = await Promise.all(codes.map((code) => door.signIn(code)));
      looking.mockRestore();
      expect(all.map(({ isNew }) => isNew)).toEqual([true, true, false, true, true]);
      expect(all[2]?.user.id).toBe(faster);
      expect(await door.directory.count()).toBe(before + 4);
    });

    it('refuses what is more than may wait of one account, and lets the others in', async () => {
      const all = [...Array.from({ length: 21 }, () => 'oImpatient'), 'oPatient'];
      const outcomes = await signInAll(all);
      const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      expect(refused).toEqual([expect.any(TooManyWaiting)]);
      expect(outcomes.at(-1)).toMatchObject({ status: 'fulfilled' });
    });

    it('lets those in whom it has taken on before the process stops', async () => {
      let letIn = 0;
      for (const code of many('Stopping', 3)) void door.signIn(code).then(() => letIn++);
      await new Promise(setImmediate);
      await door.stop();
      await new Promise(setImmediate);
      expect(letIn).toBe(3);
    });

    it('uses the keys of each in the name of their own request', async () => {
      const used: (string | undefined)[] = [];
      const seal = jest.spyOn(door.identities, 'sealSessionKey').mockImplementation(async () => {
        used.push(currentActivity()?.purpose);
        return Promise.reject(new KeysUnavailable());
      });
      await Promise.all(many('Named', 3).map((code) => within(new Activity(code), () => door.signIn(code))));
      seal.mockRestore();
      expect(used).toEqual(many('Named', 3));
    });
  });
});
