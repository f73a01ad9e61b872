import { newId } from '#kernel';
import { AccountAlreadyKnown, type Identities, type Renewal } from '../domain/identities.js';
import type { Identity } from '../domain/identity.js';

const noon = new Date('2026-01-31T12:00:00.000Z');
const later = new Date('2026-01-31T12:00:00.001Z');
let accounts = 0;

const anIdentity = (over: Partial<Identity> = {}): Identity => ({
  userId: newId(),
  account: `oAccount-${++accounts}`,
  unionAccount: null,
  sessionKey: 'c2Vzc2lvbiBrZXkgMQ==',
  answeredAt: noon,
  ...over,
});

/** What every adapter of the port keeps to. */
export function identitiesContract(identities: () => Identities): void {
  const sealed = async ({ sessionKey, ...identity }: Identity): Promise<Renewal> => ({
    ...identity,
    sessionKey: sessionKey && (await identities().sealSessionKey(identity.userId, sessionKey)),
  });
  /** Whose identities are still there. */
  const renew = async (...renewed: readonly Identity[]) =>
    identities().renew(...(await Promise.all(renewed.map((identity) => sealed(identity)))));
  const added = async (over: Partial<Identity> = {}) => {
    const identity = anIdentity(over);
    await identities().add(identity);
    await renew(identity);
    return identity;
  };
  const userOf = async (account: string) => (await identities().usersOf([account])).get(account)?.userId ?? null;

  it('keeps who signed in before it keeps their session key', async () => {
    const identity = anIdentity();
    await identities().add(identity);
    expect(await identities().find(identity.userId)).toEqual({ ...identity, sessionKey: null });
  });

  it('gives back what was kept', async () => {
    const identity = await added({ unionAccount: 'u-1' });
    expect(await identities().find(identity.userId)).toEqual(identity);
    expect(await userOf(identity.account)).toBe(identity.userId);
  });

  it('knows nobody who never signed in', async () => {
    expect(await userOf('nobody')).toBeNull();
    expect(await identities().find(newId())).toBeNull();
  });

  it('takes accounts that differ in case alone for different people', async () => {
    const one = await added({ account: 'oAbC' });
    expect(await userOf('oabc')).toBeNull();
    const other = await added({ account: 'oabc' });
    expect(await userOf('oAbC')).toBe(one.userId);
    expect(await userOf('oabc')).toBe(other.userId);
  });

  it('refuses a second user for one account', async () => {
    const { account, userId } = await added();
    await expect(added({ account })).rejects.toThrow(AccountAlreadyKnown);
    expect(await userOf(account)).toBe(userId);
  });

  it('keeps the session key that WeChat answered last', async () => {
    const identity = await added();
    const newer = { ...identity, sessionKey: 'bmV3ZXI=', answeredAt: later };
    await renew(newer);
    expect(await identities().find(identity.userId)).toEqual(newer);
  });

  it('does not let a slow sign-in bring an older session key back', async () => {
    const newest = await added({ answeredAt: later });
    await renew({ ...newest, sessionKey: 'b2xkZXI=', answeredAt: noon });
    expect(await identities().find(newest.userId)).toEqual(newest);
  });

  it('lets the session key be renewed that was dated by a clock that has been set back since', async () => {
    const ahead = await added({ answeredAt: new Date('2026-02-01T12:00:00.000Z') });
    const renewed = { ...ahead, sessionKey: 'bmV3ZXI=', answeredAt: noon };
    await renew(renewed);
    expect(await identities().find(ahead.userId)).toEqual(renewed);
  });

  it('keeps the session key there is when WeChat’s newer one could not be kept', async () => {
    const identity = await added();
    const there = await renew({ ...identity, sessionKey: null, answeredAt: later });
    expect([...there]).toEqual([identity.userId]);
    expect(await identities().find(identity.userId)).toEqual({ ...identity, answeredAt: later });
  });

  it('forgets who is removed, and says so to whoever wants to renew them', async () => {
    const identity = await added();
    await identities().remove(identity.userId);
    expect([...(await renew(identity))]).toEqual([]);
    expect(await identities().find(identity.userId)).toBeNull();
    expect(await userOf(identity.account)).toBeNull();
  });

  describe('of many at once', () => {
    const many = async (count: number, over: Partial<Identity> = {}) => {
      const all = Array.from({ length: count }, () => anIdentity(over));
      await identities().add(...all);
      return all;
    };
    const found = (of: readonly Identity[]) => Promise.all(of.map(({ userId }) => identities().find(userId)));

    it('are found together, but for those who never signed in', async () => {
      const [one, other] = await many(2);
      const accounts = [one?.account ?? '', 'nobody', other?.account ?? ''];
      const known = await identities().usersOf(accounts);
      expect(known.size).toBe(2);
      expect(known.get(other?.account ?? '')).toEqual({ userId: other?.userId, blocked: false });
      expect(await identities().usersOf([])).toEqual(new Map());
    });

    it('are kept all or none', async () => {
      const [known] = await many(1);
      const newcomer = anIdentity();
      const again = anIdentity({ account: known?.account ?? '' });
      await expect(identities().add(newcomer, again)).rejects.toThrow(AccountAlreadyKnown);
      expect(await userOf(newcomer.account)).toBeNull();
    });

    it('are renewed each with its own answer, whichever of them are newer', async () => {
      const all = await many(64);
      await renew(...all);
      const answers = all.map((identity, at) => ({
        ...identity,
        sessionKey: `key ${at}`,
        unionAccount: at % 3 === 0 ? `u-${at}` : null,
        answeredAt: at % 2 === 0 ? later : new Date(noon.getTime() - 1),
      }));
      const there = await renew(...answers);
      expect(there).toEqual(new Set(all.map(({ userId }) => userId)));
      expect(await found(all)).toEqual(all.map((identity, at) => (at % 2 === 0 ? answers[at] : identity)));
    });

    it('are renewed though one of them is gone, and that one is told from the others', async () => {
      const [first, gone, last] = await many(3);
      await identities().remove(gone?.userId ?? '');
      const there = await renew(...[first, gone, last].flatMap((one) => (one ? [{ ...one, answeredAt: later }] : [])));
      expect(there).toEqual(new Set([first?.userId, last?.userId]));
      expect((await identities().find(last?.userId ?? ''))?.answeredAt).toEqual(later);
    });

    it('keep the last answer for one who signs in several times among them', async () => {
      const [one] = await many(1);
      const answer = (sessionKey: string | null, answeredAt: Date) => ({
        ...anIdentity(),
        ...one,
        sessionKey,
        answeredAt,
      });
      await renew(answer('b2xk', later), answer('b2xkZXI=', noon), answer('bmV3', later), answer(null, later));
      expect(await identities().find(one?.userId ?? '')).toMatchObject({ sessionKey: 'bmV3', answeredAt: later });
    });
  });
}
