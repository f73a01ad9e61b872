import { ManualClock, newId } from '#kernel';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { scaled } from '../../../test/support/scale.js';
import { authConfig } from '../adapters/in-memory-config.js';
import { JwtAccessTokens } from '../adapters/jwt-access-tokens.js';
import { RandomSecrets } from '../adapters/random-secrets.js';
import { authSchema } from '../adapters/schema.js';
import { SqlSessions } from '../adapters/sql-sessions.js';
import { RefreshToken } from '../domain/refresh-token.js';
import { Session } from '../domain/session.js';
import { Grants } from './grants.js';
import { RefreshSession } from './refresh-session.js';

/** SQLite takes one at a time. */
const ROUNDS = { mysql: scaled({ short: 5, long: 50 }), sqlite: 5 };
const RACERS = 200;
const device = { userAgent: '', ip: '' };
const actor = { kind: 'anonymous', id: null, ip: null, requestId: null } as const;

describe('[F11] a refresh token that many bring at once', () => {
  onEachDatabase([revocationSchema, authSchema], (database) => {
    it(`wins once in every race of ${RACERS}, and the reuse ends the session`, async () => {
      const [clock, config, secrets] = [new ManualClock(), authConfig(), new RandomSecrets()];
      const sessions = new SqlSessions(database(), aRevocations(database()));
      const grants = new Grants(new JwtAccessTokens(config, clock), config);
      const refreshing = new RefreshSession(sessions, secrets, grants, new InMemoryAuditLog(), clock, config);
      for (let round = 0; round < ROUNDS[database().dialect]; round++) {
        const token = new RefreshToken(newId(), secrets.next(), secrets.next());
        const digests = { family: secrets.digest(token.family), secret: secrets.digest(token.secret) };
        const who = { id: token.sessionId, userId: newId(), account: 'oAbC' };
        const lifetimes = { ttl: 3_600_000, maxAge: 3_600_000 };
        await sessions.add(Session.open(who, digests, device, clock.now(), lifetimes));

        const refresh = () => refreshing.execute({ refreshToken: token.toString(), device, actor });
        const outcomes = await Promise.allSettled(Array.from({ length: RACERS }, refresh));
        const codes = outcomes.map((outcome) =>
          outcome.status === 'fulfilled' ? 'won' : (outcome.reason as { code?: number }).code,
        );
        expect(codes.filter((code) => code === 'won')).toHaveLength(1);
        expect(new Set(codes)).toEqual(new Set(['won', 1105]));
        const { revokedAt } = await sessions.change(token.sessionId, (session) => session.snapshot());
        expect(revokedAt).not.toBeNull();
      }
    }, 900_000);
  });
});
