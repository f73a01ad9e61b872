import { newId, SystemClock } from '#kernel';
import { auditSchema } from '#platform/audit';
import { cryptoSchema, KeysUnavailable } from '#platform/crypto';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { UserNotFound } from '../domain/errors.js';
import { Nickname } from '../domain/nickname.js';
import { nextPhone, UserContext } from './in-memory-surroundings.js';
import { ProfileCopies } from './profile-copies.js';
import { userSchema } from './schema.js';

onEachDatabase([cryptoSchema, auditSchema, revocationSchema, userSchema], (database) => {
  let users: UserContext;
  let here: ProfileCopies;
  /** Those of another process, which polls when it is told to. */
  let elsewhere: ProfileCopies;
  let poll: () => Promise<void>;
  beforeEach(async () => {
    users = new UserContext(database());
    const others = aRevocations(database());
    poll = () => others.poll();
    here = new ProfileCopies(users.queries, users.revocations, new SystemClock());
    elsewhere = new ProfileCopies(users.queries, others, new SystemClock());
    await Promise.all([users.revocations.poll(), poll()]);
    // However slow this machine is.
    for (const known of [users.revocations, others]) jest.spyOn(known, 'isFresh', 'get').mockReturnValue(true);
  });
  /** Whose changes every process has read of. */
  const aPerson = async () => {
    const { id } = await users.aPerson();
    await Promise.all([users.revocations.poll(), poll()]);
    return id;
  };
  const rename = (id: string, name: string) => users.users.change(id, (user) => user.rename(Nickname.of(name)));

  it('say what the database says', async () => {
    const id = await aPerson();
    expect(here.peek(id)).toBeNull();
    const found = await here.find(id);
    const profile = await users.queries.profile(id);
    expect(found.value).toEqual({ ...profile, createdAt: profile.createdAt.toISOString() });
    expect(here.peek(id)).toBe(found);
  });

  it('[P49] follow a change at once where it was made, and elsewhere when it is heard of', async () => {
    const id = await aPerson();
    for (const copies of [here, elsewhere]) expect(await copies.find(id)).toBe(copies.peek(id));
    await rename(id, '小红');
    expect(here.peek(id)).toBeNull();
    expect((await here.find(id)).value.nickname).toBe('小红');
    await poll();
    expect(elsewhere.peek(id)).toBeNull();
    const phone = nextPhone();
    await users.users.bindPhone(id, phone);
    expect((await here.find(id)).value.phone).toBe(phone.masked);
  });

  it('[P49] are of nobody who was erased', async () => {
    const id = await aPerson();
    for (const copies of [here, elsewhere]) expect(await copies.find(id)).toBe(copies.peek(id));
    await users.erase(id);
    expect(here.peek(id)).toBeNull();
    await expect(here.find(id)).rejects.toThrow(UserNotFound);
    await poll();
    expect(elsewhere.peek(id)).toBeNull();
    await expect(elsewhere.find(id)).rejects.toThrow(UserNotFound);
  });

  it('of those who sign in are read by one statement, and here for what they ask next', async () => {
    const [first, second] = [await aPerson(), await aPerson()];
    const query = jest.spyOn(database(), 'query');
    const read = await here.atSignIn([first, second, newId()]);
    const again = await here.atSignIn([first, second]);
    const statements = query.mock.calls.length;
    query.mockRestore();
    expect(statements).toBe(1);
    expect(again).toEqual(read);
    expect([...read.keys()].sort()).toEqual([first, second].sort());
    const profile = await users.queries.profile(first);
    expect(read.get(first)).toEqual(profile);
    expect(here.peek(first)?.value).toEqual({ ...profile, createdAt: profile.createdAt.toISOString() });
  });

  it('of those who sign in without a phone number that cannot be read now are not kept', async () => {
    const id = await aPerson();
    const phone = nextPhone();
    await users.users.bindPhone(id, phone);
    await users.revocations.poll();
    const open = jest.spyOn(users.cipher, 'open').mockRejectedValueOnce(new KeysUnavailable());
    expect((await here.atSignIn([id])).get(id)?.phone).toBeNull();
    open.mockRestore();
    expect(here.peek(id)).toBeNull();
    expect((await here.atSignIn([id])).get(id)?.phone).toBe(phone.masked);
    expect(here.peek(id)?.value.phone).toBe(phone.masked);
  });

  it('are of no use to a process that has not heard from the database for a second', async () => {
    const id = await aPerson();
    const unheard = new ProfileCopies(users.queries, aRevocations(database()), new SystemClock());
    await unheard.find(id);
    expect(unheard.peek(id)).toBeNull();
  });
});
