import { newId } from '#kernel';
import type { LiveSessions } from '../application/live-sessions.js';
import { SessionNotFound } from '../domain/errors.js';
import { Session, type TokenDigests } from '../domain/session.js';
import type { Sessions } from '../domain/sessions.js';

const DAY = 86_400_000;
const lifetimes = { ttl: 30 * DAY, maxAge: 365 * DAY };
const device = { userAgent: 'MicroMessenger/8 微信', ip: '2001:db8::1' };
const token: TokenDigests = { family: 'family', secret: 'secret-1' };

/** What every adapter of the two ports keeps to. @param now what the clock of LiveSessions says */
export function sessionsContract(ports: () => { sessions: Sessions; live: LiveSessions }, now: Date): void {
  const added = async (userId = newId(), openedAt = now) => {
    const session = Session.open({ id: newId(), userId, account: 'oAbC' }, token, device, openedAt, lifetimes);
    await ports().sessions.add(session);
    return session.snapshot();
  };
  const redeem = (id: string, secret: string, next: string) =>
    ports().sessions.change(id, (session) => session.redeem({ ...token, secret }, next, device, now, lifetimes));
  const stateOf = (id: string) => ports().sessions.change(id, (session) => session.snapshot());

  it('gives back what was kept', async () => {
    const session = await added();
    expect(await stateOf(session.id)).toEqual(session);
  });

  it('says who is signed in with a session', async () => {
    const { id, userId, expiresAt } = await added();
    expect(await ports().live.find(id)).toEqual({ userId, account: 'oAbC', expiresAt });
  });

  it('refuses a session that does not exist', async () => {
    await expect(stateOf(newId())).rejects.toThrow(SessionNotFound);
    await expect(stateOf('')).rejects.toThrow(SessionNotFound);
    expect(await ports().live.find(newId())).toBeNull();
  });

  it('knows nobody by a revoked session', async () => {
    const { id } = await added();
    await ports().sessions.change(id, (session) => session.revoke(now));
    expect(await ports().live.find(id)).toBeNull();
    expect((await stateOf(id)).revokedAt).toEqual(now);
  });

  it('knows nobody by an expired session', async () => {
    const { id } = await added(newId(), new Date(now.getTime() - 30 * DAY));
    expect(await ports().live.find(id)).toBeNull();
  });

  it('changes nothing when the change throws', async () => {
    const session = await added();
    const changing = ports().sessions.change(session.id, (loaded) => {
      loaded.revoke(now);
      throw new Error('changed my mind');
    });
    await expect(changing).rejects.toThrow('changed my mind');
    expect(await stateOf(session.id)).toEqual(session);
  });

  it('revokes the other sessions of one user, and nobody else’s', async () => {
    const [kept, stranger] = [await added(), await added()];
    const other = await added(kept.userId);
    await ports().sessions.revokeOthers(kept.userId, kept.id, now);
    const live = await Promise.all(
      [kept, other, stranger].map(async ({ id }) => (await ports().live.find(id)) !== null),
    );
    expect(live).toEqual([true, false, true]);
  });

  it('revokes all sessions of one user, as of the first time, and nobody else’s', async () => {
    const [one, stranger] = [await added(), await added()];
    const other = await added(one.userId);
    const later = new Date(now.getTime() + 1);
    await ports().sessions.change(other.id, (session) => session.revoke(now));
    await ports().sessions.revokeAll(one.userId, later);
    expect((await stateOf(one.id)).revokedAt).toEqual(later);
    expect((await stateOf(other.id)).revokedAt).toEqual(now);
    expect(await ports().live.find(stranger.id)).not.toBeNull();
  });

  it('lets one of 50 racing for a token win, and revokes the session', async () => {
    const { id } = await added();
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => redeem(id, 'secret-1', `next-${n}`)));
    expect(outcomes.filter((outcome) => outcome === 'rotated')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'reused')).toHaveLength(49);
    expect(await ports().live.find(id)).toBeNull();
  });

  it('never brings a revoked session back to life, whatever races with the revocation', async () => {
    const { id } = await added();
    await Promise.allSettled([
      redeem(id, 'secret-1', 'secret-2'),
      ports().sessions.change(id, (session) => session.revoke(now)),
      redeem(id, 'secret-2', 'secret-3'),
    ]);
    expect(await ports().live.find(id)).toBeNull();
  });

  it('forgets every session of a user, and nobody else’s', async () => {
    const [mine, yours] = [await added(), await added()];
    await ports().sessions.removeAll(mine.userId);
    await expect(stateOf(mine.id)).rejects.toThrow(SessionNotFound);
    expect(await ports().live.find(mine.id)).toBeNull();
    expect(await ports().live.find(yours.id)).not.toBeNull();
  });
}
