import { ManualClock, newId } from '#kernel';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { auditSchema } from '#platform/audit';
import { RedisConnection } from '#platform/cache';
import { Idempotency, idempotencySchema } from '#platform/idempotency';
import { RateLimiters } from '#platform/rate-limit';
import { AuditBatches } from '../../../libs/platform/src/audit/audit-batches.js';
import { SqlAuditLog } from '../../../libs/platform/src/audit/sql-audit-log.js';
import { onEachDatabase } from '../../../test/support/databases.js';
import { authSchema } from '../adapters/schema.js';
import { SqlStaffMembers } from '../adapters/sql-staff-members.js';
import { SqlStaffSessions } from '../adapters/sql-staff-sessions.js';
import { StaffQueries } from '../adapters/staff.queries.js';
import { LastOwner, StaffCredentialsWrong, StaffNotFound, UsernameTaken } from '../domain/errors.js';
import type { Role } from '../domain/permissions.js';
import { openStaffSession } from '../domain/staff-session.js';
import { PlainPasswords } from '../testing/plain-passwords.js';
import { ChangeStaffPassword } from './change-staff-password.js';
import { ChangeStaff } from './change-staff.js';
import { CreateStaff } from './create-staff.js';
import { StaffLockOut } from './staff-lock-out.js';

const [clock, passwords] = [new ManualClock(), new PlainPasswords()];
const actor = { kind: 'staff', id: newId(), ip: '203.0.113.9', requestId: 'r-1' } as const;
const aKey = () => ({ owner: actor.id, route: 'POST /admin/staff', key: newId(), fingerprint: 'body' });
const byPage = { limit: 100, after: null, offset: 0 };

describe('staff accounts', () => {
  onEachDatabase([revocationSchema, idempotencySchema, auditSchema, authSchema], (database) => {
    let staff: SqlStaffMembers;
    let sessions: SqlStaffSessions;
    let createStaff: CreateStaff;
    let changeStaff: ChangeStaff;
    let changePassword: ChangeStaffPassword;
    let queries: StaffQueries;
    beforeAll(() => {
      [staff, sessions] = [new SqlStaffMembers(database()), new SqlStaffSessions(database(), aRevocations(database()))];
      const [idempotency, audit] = [
        new Idempotency(database(), clock),
        new SqlAuditLog(new AuditBatches(database()), clock),
      ];
      createStaff = new CreateStaff(staff, passwords, idempotency, audit, clock);
      changeStaff = new ChangeStaff(staff, sessions, passwords, audit, database());
      const lockOut = new StaffLockOut(new RateLimiters(new RedisConnection([])), audit);
      changePassword = new ChangeStaffPassword(staff, sessions, passwords, lockOut, audit, database());
      queries = new StaffQueries(database());
    });
    beforeEach(async () => {
      for (const table of ['staff_sessions', 'staff', 'audit_log']) await database().execute(`DELETE FROM ${table}`);
    });

    const create = async (username: string, role: Role = 'support', key = aKey()) => {
      const made = await createStaff.execute({ username, password: 'old password', role, actor, key });
      return made.id;
    };
    const signIn = async (staffId: string) => {
      const session = openStaffSession(`digest-${newId()}`, staffId, clock.now(), 1_800_000);
      await sessions.add(session, 'hash of old password');
      return session.id;
    };
    const open = async (...ids: string[]) => Promise.all(ids.map(async (id) => (await sessions.find(id)) !== null));
    const audited = () =>
      database().query<{ type: string; subject: string; facts: string }>(
        `SELECT type, subject, facts FROM audit_log WHERE type <> 'auth.staff-created' ORDER BY id`,
      );

    it('are made with a password of their own, on the record', async () => {
      const id = await create('li.lei', 'operator');
      expect(await staff.findByUsername('li.lei')).toMatchObject({ id, role: 'operator', active: true });
      expect(await queries.member(id)).toEqual({ id, username: 'li.lei', role: 'operator', active: true });
      const log = await database().query('SELECT type, actor_id, subject, facts FROM audit_log');
      expect(log).toEqual([
        {
          type: 'auth.staff-created',
          actor_id: actor.id,
          subject: id,
          facts: JSON.stringify({ username: 'li.lei', role: 'operator' }),
        },
      ]);
    });

    it('are made once under one key', async () => {
      const key = aKey();
      const id = await create('li.lei', 'support', key);
      expect(await create('li.lei', 'support', key)).toBe(id);
      expect((await queries.list(byPage)).total).toBe(1);
    });

    it('have names of their own (409), and a refusal leaves no trace', async () => {
      await create('li.lei');
      await expect(create('li.lei')).rejects.toThrow(UsernameTaken);
      expect(await database().query('SELECT id FROM audit_log')).toHaveLength(1);
    });

    it('are listed newest first, by cursor and by page', async () => {
      const [first, second] = [await create('first'), await create('second')];
      const { items, nextCursor } = await queries.list({ limit: 1, after: null, offset: null });
      expect(items).toMatchObject([{ id: second }]);
      expect(nextCursor).not.toBeNull();
      expect((await queries.list({ limit: 1, after: second, offset: null })).items).toMatchObject([{ id: first }]);
      expect(await queries.list({ limit: 1, after: null, offset: 1 })).toMatchObject({
        items: [{ id: first }],
        total: 2,
      });
    });

    it.each([
      [{ role: 'operator' }, { role: 'operator', roleBefore: 'support' }],
      [{ active: false }, { active: false }],
      [{ password: 'new password' }, { passwordSet: true }],
    ] as const)('change by %j, which ends the sessions of the member alone', async (changes, facts) => {
      const [member, other] = [await create('member'), await create('other')];
      const [session, foreign] = [await signIn(member), await signIn(other)];
      await changeStaff.execute({ staffId: member, ...changes, actor });
      expect(await open(session, foreign)).toEqual([false, true]);
      expect(await audited()).toEqual([{ type: 'auth.staff-changed', subject: member, facts: JSON.stringify(facts) }]);
    });

    it('do not change by what is the case already', async () => {
      const member = await create('member');
      const session = await signIn(member);
      await changeStaff.execute({ staffId: member, role: 'support', active: true, actor });
      expect([await open(session), await audited()]).toEqual([[true], []]);
    });

    it('keep one active owner (409), and lose nothing by the refusal', async () => {
      const owner = await create('owner', 'owner');
      const session = await signIn(owner);
      await expect(changeStaff.execute({ staffId: owner, active: false, actor })).rejects.toThrow(LastOwner);
      await expect(changeStaff.execute({ staffId: owner, role: 'operator', actor })).rejects.toThrow(LastOwner);
      expect([await open(session), await audited()]).toEqual([[true], []]);
    });

    it('keep one active owner when two demote one another at once', async () => {
      const owners = [await create('one', 'owner'), await create('two', 'owner')];
      const outcomes = await Promise.allSettled(
        owners.map((staffId) => changeStaff.execute({ staffId, role: 'support', actor })),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const { items } = await queries.list(byPage);
      expect(items.filter(({ role }) => role === 'owner')).toHaveLength(1);
    });

    it('answer 404 where there is none', async () => {
      await expect(changeStaff.execute({ staffId: newId(), active: false, actor })).rejects.toThrow(StaffNotFound);
      await expect(queries.member('')).rejects.toThrow(StaffNotFound);
    });

    it('change their own password by the old one, which ends their other sessions', async () => {
      const member = await create('member');
      const [here, there] = [await signIn(member), await signIn(member)];
      const command = { username: 'member', sessionId: here, newPassword: 'new password', actor };
      await expect(changePassword.execute({ ...command, oldPassword: 'wrong' })).rejects.toThrow(StaffCredentialsWrong);
      const failed = { type: 'auth.staff-password-change-failed', subject: member, facts: '{"username":"member"}' };
      expect([await open(here, there), await audited()]).toEqual([[true, true], [failed]]);
      await changePassword.execute({ ...command, oldPassword: 'old password' });
      expect(await open(here, there)).toEqual([true, false]);
      expect((await staff.findByUsername('member'))?.passwordHash).toBe('hash of new password');
      const changed = { type: 'auth.staff-password-changed', subject: member, facts: '{}' };
      expect(await audited()).toEqual([failed, changed]);
    });

    it('change their own password once with one old password, however many try', async () => {
      const member = await create('member');
      const here = await signIn(member);
      const outcomes = await Promise.allSettled(
        ['one', 'two', 'three'].map((newPassword) =>
          changePassword.execute({
            username: 'member',
            sessionId: here,
            oldPassword: 'old password',
            newPassword,
            actor,
          }),
        ),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const types = (await audited()).map(({ type }) => type);
      expect(types.filter((type) => type === 'auth.staff-password-changed')).toHaveLength(1);
      expect(types.filter((type) => type === 'auth.staff-password-change-failed')).toHaveLength(2);
    });
  });
});
