import { ManualClock, newId } from '#kernel';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { Session } from '../domain/session.js';
import { InMemoryLiveSessions, InMemorySessions } from './in-memory-sessions.js';
import { authSchema } from './schema.js';
import { SessionQueries } from './session.queries.js';
import { sessionsContract } from './sessions.contract.js';
import { SqlLiveSessions } from './sql-live-sessions.js';
import { SqlSessions } from './sql-sessions.js';

const clock = new ManualClock();
const DAY = 86_400_000;

describe('sessions in memory', () => {
  const sessions = new InMemorySessions();
  const live = new InMemoryLiveSessions(sessions, clock);
  sessionsContract(() => ({ sessions, live }), clock.now());
});

describe('sessions', () => {
  onEachDatabase([revocationSchema, authSchema], (database) => {
    let sessions: SqlSessions;
    let live: SqlLiveSessions;
    beforeAll(() => {
      sessions = new SqlSessions(database(), aRevocations(database()));
      live = new SqlLiveSessions(database(), clock);
    });
    sessionsContract(() => ({ sessions, live }), clock.now());

    it('are listed to their user alone, newest first, as long as they live', async () => {
      const userId = newId();
      const device = { userAgent: 'MicroMessenger', ip: '203.0.113.9' };
      const add = async (owner: string, openedAt = clock.now()) => {
        const who = { id: newId(), userId: owner, account: 'oAbC' };
        await sessions.add(
          Session.open(who, { family: 'f', secret: 's' }, device, openedAt, { ttl: 30 * DAY, maxAge: 365 * DAY }),
        );
        return who.id;
      };
      const [older, current, revoked] = [await add(userId), await add(userId), await add(userId)];
      await add(userId, new Date(clock.now().getTime() - 31 * DAY));
      await add(newId());
      await sessions.change(revoked, (session) => session.revoke(clock.now()));

      const at = { createdAt: clock.now(), lastSeenAt: clock.now() };
      expect(await new SessionQueries(database(), clock).liveOf(userId, current)).toEqual([
        { id: current, ...device, ...at, current: true },
        { id: older, ...device, ...at, current: false },
      ]);
    });
  });
});
