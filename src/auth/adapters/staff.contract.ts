import { newId } from '#kernel';
import { StaffNotFound, UsernameTaken } from '../domain/errors.js';
import { changedMember, type StaffMember } from '../domain/staff-member.js';
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
  const opened = async ({ id }: StaffMember) => {
    const session = openStaffSession(`digest-${newId()}`, id, now, 1_800_000);
    await ports().sessions.add(session);
    return session;
  };

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
    expect(await ports().sessions.find(session.id)).toEqual({ session, member });
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
}
