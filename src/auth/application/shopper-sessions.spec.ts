import { ManualClock, newId } from '#kernel';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { authConfig } from '../adapters/in-memory-config.js';
import { InMemoryLiveSessions, InMemorySessions } from '../adapters/in-memory-sessions.js';
import { InMemoryVerifiedShoppers } from '../adapters/in-memory-verified-shoppers.js';
import { JwtAccessTokens } from '../adapters/jwt-access-tokens.js';
import { RandomSecrets } from '../adapters/random-secrets.js';
import {
  AccessTokenExpired,
  AccessTokenRefused,
  RefreshTokenInvalid,
  RefreshTokenReused,
  SessionNotFound,
} from '../domain/errors.js';
import { RefreshToken } from '../domain/refresh-token.js';
import { Session } from '../domain/session.js';
import { AuthenticateShopper } from './authenticate-shopper.js';
import { Grants } from './grants.js';
import { LogOut } from './log-out.js';
import { RefreshSession } from './refresh-session.js';
import { RevokeOtherSessions } from './revoke-other-sessions.js';
import { RevokeSession } from './revoke-session.js';

const DAY = 86_400_000;
const actor = { kind: 'shopper', id: 'user', ip: '203.0.113.9', requestId: 'r-1' } as const;
const device = { userAgent: 'MicroMessenger', ip: '203.0.113.9' };

function aShop() {
  const audit = new InMemoryAuditLog();
  const [clock, config, secrets, sessions] = [
    new ManualClock(),
    authConfig(),
    new RandomSecrets(),
    new InMemorySessions(),
  ];
  const accessTokens = new JwtAccessTokens(config, clock);
  const grants = new Grants(accessTokens, config);
  const refreshing = new RefreshSession(sessions, secrets, grants, audit, clock, config);
  const authenticating = new AuthenticateShopper(
    accessTokens,
    new InMemoryLiveSessions(sessions, clock),
    secrets,
    new InMemoryVerifiedShoppers(clock),
  );
  return {
    clock,
    audit,
    accessTokens,
    refresh: (refreshToken: string) => refreshing.execute({ refreshToken, device, actor }),
    authenticate: (accessToken: string) => authenticating.execute(accessToken),
    logOut: new LogOut(sessions, clock, audit),
    revoke: new RevokeSession(sessions, clock, audit),
    revokeOthers: new RevokeOtherSessions(sessions, clock, audit),
    signedIn: async (userId = newId()) => {
      const token = new RefreshToken(newId(), secrets.next(), secrets.next());
      const digests = { family: secrets.digest(token.family), secret: secrets.digest(token.secret) };
      const who = { id: token.sessionId, userId, account: 'oAbC' };
      const session = Session.open(who, digests, device, clock.now(), { ttl: 30 * DAY, maxAge: 365 * DAY });
      await sessions.add(session);
      return {
        userId,
        sessionId: token.sessionId,
        ...grants.for(userId, token, session.snapshot()),
      };
    },
  };
}

describe('a shopper who is signed in', () => {
  it('trades the refresh token for new tokens of the same session', async () => {
    const shop = aShop();
    const { userId, sessionId, refreshToken } = await shop.signedIn();
    const next = await shop.refresh(refreshToken);
    expect(next.refreshToken).not.toBe(refreshToken);
    expect(await shop.authenticate(next.accessToken)).toMatchObject({ id: userId, sessionId });
    expect(await shop.refresh(next.refreshToken)).toMatchObject({ tokenType: 'Bearer', expiresIn: 3600 });
  });

  it('[F11] loses the session when a spent token comes back', async () => {
    const shop = aShop();
    const { userId, sessionId, refreshToken } = await shop.signedIn();
    const next = await shop.refresh(refreshToken);
    await expect(shop.refresh(refreshToken)).rejects.toThrow(RefreshTokenReused);
    await expect(shop.authenticate(next.accessToken)).rejects.toThrow(AccessTokenRefused);
    await expect(shop.refresh(next.refreshToken)).rejects.toThrow(RefreshTokenInvalid);
    expect(shop.audit.entries).toMatchObject([
      { type: 'auth.token-reused', subject: userId, facts: { session: sessionId } },
    ]);
  });

  it('keeps the session when somebody guesses at its tokens', async () => {
    const shop = aShop();
    const { sessionId, refreshToken } = await shop.signedIn();
    await expect(shop.refresh(`${sessionId}.${'x'.repeat(43)}.${'y'.repeat(43)}`)).rejects.toThrow(RefreshTokenInvalid);
    expect(await shop.refresh(refreshToken)).toBeDefined();
  });

  it('cannot refresh with an access token, a token of no session, or an old one', async () => {
    const shop = aShop();
    const { accessToken, refreshToken } = await shop.signedIn();
    await expect(shop.refresh(accessToken)).rejects.toThrow(RefreshTokenInvalid);
    await expect(shop.refresh(`${newId()}.${'x'.repeat(43)}.${'y'.repeat(43)}`)).rejects.toThrow(RefreshTokenInvalid);
    shop.clock.advance(30 * DAY);
    await expect(shop.refresh(refreshToken)).rejects.toThrow(RefreshTokenInvalid);
  });

  it('is told that the access token expired, until the next refresh', async () => {
    const shop = aShop();
    const { accessToken, refreshToken } = await shop.signedIn();
    shop.clock.advance(3_600_000);
    await expect(shop.authenticate(accessToken)).rejects.toThrow(AccessTokenExpired);
    const { accessToken: fresh } = await shop.refresh(refreshToken);
    expect(await shop.authenticate(fresh)).toBeDefined();
  });

  it('[P01] is signed out at once by logging out', async () => {
    const shop = aShop();
    const { accessToken, refreshToken, sessionId } = await shop.signedIn();
    await shop.logOut.execute({ sessionId, actor });
    await expect(shop.authenticate(accessToken)).rejects.toThrow(AccessTokenRefused);
    await expect(shop.refresh(refreshToken)).rejects.toThrow(RefreshTokenInvalid);
  });

  it('is refused with a token whose session is unknown or somebody else’s', async () => {
    const shop = aShop();
    const { sessionId } = await shop.signedIn();
    const forged = [
      { userId: newId(), sessionId },
      { userId: newId(), sessionId: newId() },
    ];
    for (const claims of forged) {
      await expect(shop.authenticate(shop.accessTokens.issue(claims))).rejects.toThrow(AccessTokenRefused);
    }
  });

  it('signs another device out, but nobody else', async () => {
    const shop = aShop();
    const [mine, stranger] = [await shop.signedIn(), await shop.signedIn()];
    const other = await shop.signedIn(mine.userId);
    await shop.revoke.execute({ userId: mine.userId, sessionId: other.sessionId, actor });
    await expect(shop.authenticate(other.accessToken)).rejects.toThrow(AccessTokenRefused);
    for (const sessionId of [other.sessionId, stranger.sessionId, newId(), '']) {
      await expect(shop.revoke.execute({ userId: mine.userId, sessionId, actor })).rejects.toThrow(SessionNotFound);
    }
    expect(await shop.authenticate(stranger.accessToken)).toBeDefined();
  });

  it('signs out everywhere but here', async () => {
    const shop = aShop();
    const here = await shop.signedIn();
    const there = await shop.signedIn(here.userId);
    await shop.revokeOthers.execute({ userId: here.userId, currentSessionId: here.sessionId, actor });
    expect(await shop.authenticate(here.accessToken)).toBeDefined();
    await expect(shop.authenticate(there.accessToken)).rejects.toThrow(AccessTokenRefused);
  });

  it('leaves a record of signing out, here and elsewhere, that holds no token', async () => {
    const shop = aShop();
    const { userId, sessionId, refreshToken } = await shop.signedIn();
    const other = await shop.signedIn(userId);
    await shop.revoke.execute({ userId, sessionId: other.sessionId, actor });
    await shop.revokeOthers.execute({ userId, currentSessionId: sessionId, actor });
    await shop.logOut.execute({ sessionId, actor });
    expect(shop.audit.entries.map(({ type }) => type)).toEqual([
      'auth.session-revoked',
      'auth.sessions-revoked',
      'auth.logout',
    ]);
    expect(JSON.stringify(shop.audit.entries)).not.toContain(refreshToken.split('.')[1]);
  });
});
