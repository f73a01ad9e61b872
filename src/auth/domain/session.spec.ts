import { RefreshTokenInvalid, SessionNotFound } from './errors.js';
import { Session, sessionsOf } from './session.js';

const HOUR = 3_600_000;
const lifetimes = { ttl: HOUR, maxAge: 5 * HOUR };
const now = new Date('2026-01-31T12:00:00.000Z');
const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const device = { userAgent: 'MicroMessenger', ip: '203.0.113.9' };
const first = { family: 'f', secret: 's1' };
const aSession = () => Session.open({ id: 'session', userId: 'user', account: 'oAbC' }, first, device, now, lifetimes);
const redeem = (session: Session, token: { family: string; secret: string }, next: string, at = now) =>
  session.redeem(token, next, device, at, lifetimes);

describe('a session', () => {
  it('[F11] trades each refresh token once', () => {
    const session = aSession();
    expect(redeem(session, first, 's2')).toBe('rotated');
    expect(redeem(session, { family: 'f', secret: 's2' }, 's3')).toBe('rotated');
    expect(session.snapshot()).toMatchObject({ token: { family: 'f', secret: 's3' }, revokedAt: null });
  });

  it('is revoked for good by a token that was spent before', () => {
    const session = aSession();
    redeem(session, first, 's2');
    expect(redeem(session, first, 's3', after(1))).toBe('reused');
    expect(session.snapshot().revokedAt).toEqual(after(1));
    expect(() => redeem(session, { family: 'f', secret: 's2' }, 's4', after(2))).toThrow(RefreshTokenInvalid);
    expect(redeem(session, first, 's5', after(3))).toBe('reused');
    expect(session.snapshot()).toMatchObject({ token: { secret: 's2' }, revokedAt: after(1) });
  });

  it('cannot be revoked by somebody who never held a token of it', () => {
    const session = aSession();
    expect(() => redeem(session, { family: 'guessed', secret: 's1' }, 's2')).toThrow(RefreshTokenInvalid);
    expect(() => redeem(session, { family: 'guessed', secret: 'guessed' }, 's2')).toThrow(RefreshTokenInvalid);
    expect(redeem(session, first, 's2')).toBe('rotated');
  });

  it('slides with each refresh, and ends at its greatest age however often it is refreshed', () => {
    const session = aSession();
    const spent = (n: number) => ({ family: 'f', secret: `s${n}` });
    for (let n = 1; n <= 9; n++) redeem(session, spent(n), `s${n + 1}`, after((n * HOUR) / 2));
    expect(session.snapshot().expiresAt).toEqual(after(5 * HOUR));
    expect(() => redeem(session, spent(10), 's11', after(5 * HOUR))).toThrow(RefreshTokenInvalid);
  });

  it('expires when it is not refreshed in time', () => {
    const session = aSession();
    expect(() => redeem(session, first, 's2', after(HOUR))).toThrow(RefreshTokenInvalid);
    expect(() => redeem(session, { family: 'f', secret: 'spent' }, 's2', after(HOUR))).toThrow(RefreshTokenInvalid);
  });

  it('lives on from each refresh', () => {
    const session = aSession();
    expect(redeem(session, first, 's2', after(HOUR - 1))).toBe('rotated');
    expect(session.snapshot()).toMatchObject({ lastSeenAt: after(HOUR - 1), expiresAt: after(2 * HOUR - 1) });
  });

  it('remembers the device of the last refresh', () => {
    const session = aSession();
    session.redeem(first, 's2', { userAgent: 'other', ip: '' }, now, lifetimes);
    expect(session.snapshot().device).toEqual({ userAgent: 'other', ip: '' });
  });

  it('cannot be refreshed once it is revoked', () => {
    const session = aSession();
    session.revoke(now);
    expect(() => redeem(session, first, 's2')).toThrow(RefreshTokenInvalid);
  });

  it('stays revoked as of the first time', () => {
    const session = aSession();
    session.revoke(now);
    session.revoke(after(1));
    expect(session.snapshot().revokedAt).toEqual(now);
  });

  it('shows itself to its user alone, and only while it lives', () => {
    const session = aSession();
    expect(session.liveOf('user', now)).toBe(session);
    expect(() => session.liveOf('another', now)).toThrow(SessionNotFound);
    expect(() => session.liveOf('user', after(HOUR))).toThrow(SessionNotFound);
    session.revoke(now);
    expect(() => session.liveOf('user', now)).toThrow(SessionNotFound);
  });

  it('is read back as it was kept', () => {
    const kept = aSession().snapshot();
    expect(Session.restore(kept).snapshot()).toEqual(kept);
  });

  it('is revoked with the others of its user, and with nobody else’s', () => {
    expect(sessionsOf('anna')).toBe(sessionsOf('anna'));
    expect(sessionsOf('anna')).not.toBe(sessionsOf('bert'));
  });
});
