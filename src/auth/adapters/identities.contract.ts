import { newId } from '#kernel';
import { AccountAlreadyKnown, type Identities } from '../domain/identities.js';
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
  const added = async (over: Partial<Identity> = {}) => {
    const identity = anIdentity(over);
    await identities().add(identity);
    await identities().renew(identity);
    return identity;
  };

  it('keeps who signed in before it keeps their session key', async () => {
    const identity = anIdentity();
    await identities().add(identity);
    expect(await identities().find(identity.userId)).toEqual({ ...identity, sessionKey: null });
  });

  it('gives back what was kept', async () => {
    const identity = await added({ unionAccount: 'u-1' });
    expect(await identities().find(identity.userId)).toEqual(identity);
    expect(await identities().userOf(identity.account)).toBe(identity.userId);
  });

  it('knows nobody who never signed in', async () => {
    expect(await identities().userOf('nobody')).toBeNull();
    expect(await identities().find(newId())).toBeNull();
  });

  it('takes accounts that differ in case alone for different people', async () => {
    const one = await added({ account: 'oAbC' });
    expect(await identities().userOf('oabc')).toBeNull();
    const other = await added({ account: 'oabc' });
    expect(await identities().userOf('oAbC')).toBe(one.userId);
    expect(await identities().userOf('oabc')).toBe(other.userId);
  });

  it('refuses a second user for one account', async () => {
    const { account, userId } = await added();
    await expect(added({ account })).rejects.toThrow(AccountAlreadyKnown);
    expect(await identities().userOf(account)).toBe(userId);
  });

  it('keeps the session key that WeChat answered last', async () => {
    const identity = await added();
    const newer = { ...identity, sessionKey: 'bmV3ZXI=', answeredAt: later };
    await identities().renew(newer);
    expect(await identities().find(identity.userId)).toEqual(newer);
  });

  it('does not let a slow sign-in bring an older session key back', async () => {
    const newest = await added({ answeredAt: later });
    await identities().renew({ ...newest, sessionKey: 'b2xkZXI=', answeredAt: noon });
    expect(await identities().find(newest.userId)).toEqual(newest);
  });

  it('keeps the session key there is when WeChat’s newer one could not be kept', async () => {
    const identity = await added();
    expect(await identities().renew({ ...identity, sessionKey: null, answeredAt: later })).toBe(true);
    expect(await identities().find(identity.userId)).toEqual({ ...identity, answeredAt: later });
  });

  it('forgets who is removed, and says so to whoever wants to renew them', async () => {
    const identity = await added();
    await identities().remove(identity.userId);
    expect(await identities().renew(identity)).toBe(false);
    expect(await identities().find(identity.userId)).toBeNull();
    expect(await identities().userOf(identity.account)).toBeNull();
  });
}
