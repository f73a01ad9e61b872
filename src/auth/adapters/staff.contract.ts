import { newId } from '#kernel';
import { StaffNotFound, UsernameTaken } from '../domain/errors.js';
import type { StaffMember } from '../domain/staff-member.js';
import type { StaffMembers } from '../domain/staff-members.js';
import { openStaffSession } from '../domain/staff-session.js';
import type { StaffSessions } from '../domain/staff-sessions.js';

const now = new Date('2026-01-31T12:00:00.123Z');
let names = 0;

/** What every adapter of the two ports keeps to; they start out empty. */
export function staffContract(ports: () => { staff: StaffMembers; sessions: StaffSessions }): void {
  const added = async (over: Partial<StaffMember> = {}) => {
    const username = `name-${++names}`;
    const member: StaffMember = { id: newId(), username, passwordHash: 'hash', role: 'support', active: true, ...over };
    await ports().staff.add(member, now);
    return member;
  };
  const opened = async ({ id, passwordHash }: StaffMember) => {
    const session = openStaffSession(`digest-${newId()}`, id, now, 1_800_000);
    expect(await ports().sessions.add(session, passwordHash)).toBe(true);
    return session;
  };
  const isOpen = async (sessionId: string) => (await ports().sessions.find(sessionId)) !== null;

  it('is empty until the first member is added', async () => {
    expect(await ports().staff.isEmpty()).toBe(true);
    await added();
    expect(await ports().staff.isEmpty()).toBe(false);
  });

  it('finds a member by name', async () => {
    const member = await added({ username: 'li.lei@shop', role: 'owner', active: false });
    expect(await ports().staff.findByUsername('li.lei@shop')).toEqual(member);
    expect(await ports().staff.findByUsername('han.meimei')).toBeNull();
  });

  it('gives a name that many take at once to one of them', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => added({ username: 'wanted' })));
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refusals).toHaveLength(4);
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(UsernameTaken);
  });

  it('finds a session with whom it belongs to', async () => {
    const member = await added();
    const session = await opened(member);
    const { id, username, role, active } = member;
    expect(await ports().sessions.find(session.id)).toEqual({ session, member: { id, username, role, active } });
    expect(await ports().sessions.find('digest-of-nothing')).toBeNull();
  });

  it('keeps the extension of a session', async () => {
    const session = await opened(await added());
    const later = { ...session, lastSeenAt: new Date(now.getTime() + 1), expiresAt: new Date(now.getTime() + 2) };
    await ports().sessions.extend(later);
    expect((await ports().sessions.find(session.id))?.session).toEqual(later);
  });

  it('does not bring a removed session back by extending it', async () => {
    const session = await opened(await added());
    await ports().sessions.remove(session.id);
    await ports().sessions.extend(session);
    expect(await ports().sessions.find(session.id)).toBeNull();
  });

  it('opens no session for who is not active, or has another password by now', async () => {
    const [gone, renewed] = [await added({ active: false }), await added()];
    for (const [member, passwordHash] of [
      [gone, 'hash'],
      [renewed, 'the hash before'],
    ] as const) {
      const session = openStaffSession(`digest-${newId()}`, member.id, now, 1_800_000);
      expect(await ports().sessions.add(session, passwordHash)).toBe(false);
      expect(await isOpen(session.id)).toBe(false);
    }
  });

  it('ends all sessions of a member, or all but one, and nobody else’s', async () => {
    const [member, stranger] = [await added(), await added()];
    const [kept, other, foreign] = [await opened(member), await opened(member), await opened(stranger)];
    await ports().sessions.removeAllOf(member.id, kept.id);
    expect(await Promise.all([kept, other, foreign].map(({ id }) => isOpen(id)))).toEqual([true, false, true]);
    await ports().sessions.removeAllOf(member.id, null);
    expect(await Promise.all([kept, foreign].map(({ id }) => isOpen(id)))).toEqual([false, true]);
  });

  it('keeps what is changed about a member', async () => {
    const member = await added();
    const changes = { role: 'operator', active: false, passwordHash: 'another hash' } as const;
    expect(await ports().staff.change(member.id, (before) => ({ ...before, ...changes }))).toEqual({
      ...member,
      ...changes,
    });
    expect(await ports().staff.findByUsername(member.username)).toEqual({ ...member, ...changes });
  });

  it('changes nothing when the change throws, and nobody who does not exist', async () => {
    const member = await added();
    const changing = ports().staff.change(member.id, () => {
      throw new Error('changed my mind');
    });
    await expect(changing).rejects.toThrow('changed my mind');
    expect(await ports().staff.findByUsername(member.username)).toEqual(member);
    await expect(ports().staff.change(newId(), (before) => before)).rejects.toThrow(StaffNotFound);
    await expect(ports().staff.change('', (before) => before)).rejects.toThrow(StaffNotFound);
  });

  it('says how many other active owners there are', async () => {
    const othersOf = async ({ id }: StaffMember) => {
      let others = 0;
      await ports().staff.change(id, (member, count) => {
        others = count;
        return member;
      });
      return others;
    };
    const [owner, second] = [await added({ role: 'owner' }), await added({ role: 'owner' })];
    await added({ role: 'owner', active: false });
    const before = await othersOf(owner);
    expect(before).toBeGreaterThanOrEqual(1);
    expect(await othersOf(await added())).toBe(before + 1);
    await ports().staff.change(second.id, (member) => ({ ...member, active: false }));
    expect(await othersOf(owner)).toBe(before - 1);
  });
}
