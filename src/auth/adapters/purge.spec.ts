import { ManualClock, newId } from '#kernel';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { PURGE_BATCH } from '#platform/jobs';
import { onEachDatabase } from '../../../test/support/databases.js';
import { Session } from '../domain/session.js';
import { openStaffSession } from '../domain/staff-session.js';
import { authConfig } from './in-memory-config.js';
import { SessionPurge, StaffSessionPurge } from './purge.js';
import { authSchema } from './schema.js';
import { SqlSessions } from './sql-sessions.js';
import { SqlStaffMembers } from './sql-staff-members.js';
import { SqlStaffSessions } from './sql-staff-sessions.js';

const [clock, config] = [new ManualClock(), authConfig()];
const HOUR = 3_600_000;

describe('the purge', () => {
  onEachDatabase([revocationSchema, authSchema], (database) => {
    const idsIn = async (table: string) =>
      (await database().query<{ id: string }>(`SELECT id FROM ${table} ORDER BY id`)).map(({ id }) => id);

    it('takes shoppers’ sessions that have expired, revoked or not, and no others', async () => {
      const sessions = new SqlSessions(database(), aRevocations(database()));
      const open = async (ttl: number) => {
        const who = { id: newId(), userId: newId(), account: 'oAbC' };
        const device = { userAgent: '', ip: '' };
        await sessions.add(Session.open(who, { family: 'f', secret: 's' }, device, clock.now(), { ttl, maxAge: ttl }));
        return who.id;
      };
      const [, revoked, live, expiredAndRevoked] = [
        await open(HOUR),
        await open(9 * HOUR),
        await open(9 * HOUR),
        await open(HOUR),
      ];
      for (const id of [revoked, expiredAndRevoked])
        await sessions.change(id, (session) => session.revoke(clock.now()));
      clock.advance(HOUR);
      await new SessionPurge(database(), clock, config).run();
      expect(await idsIn('sessions')).toEqual([revoked, live].sort());
    });

    it('takes sessions of staff that have expired, however many there are', async () => {
      const [staff, sessions] = [
        new SqlStaffMembers(database()),
        new SqlStaffSessions(database(), aRevocations(database())),
      ];
      const member = { id: newId(), username: 'owner', passwordHash: 'hash', role: 'owner', active: true } as const;
      await staff.add(member, clock.now());
      const open = (id: string, ttl: number) => sessions.add(openStaffSession(id, member.id, clock.now(), ttl), 'hash');
      await database().transaction(async () => {
        for (let n = 0; n <= PURGE_BATCH; n++) await open(`digest-${n}`, HOUR);
      });
      await open('live', 2 * HOUR);
      clock.advance(1.5 * HOUR);
      await new StaffSessionPurge(database(), clock, config).run();
      expect(await idsIn('staff_sessions')).toEqual(['live']);
    });
  });
});
