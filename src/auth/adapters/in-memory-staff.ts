import { StaffNotFound, UsernameTaken } from '../domain/errors.js';
import { isActiveOwner, type StaffMember } from '../domain/staff-member.js';
import { StaffMembers } from '../domain/staff-members.js';
import type { StaffSession } from '../domain/staff-session.js';
import { type SignedInStaff, StaffSessions } from '../domain/staff-sessions.js';

export class InMemoryStaffMembers extends StaffMembers {
  readonly members: StaffMember[] = [];

  async isEmpty(): Promise<boolean> {
    return this.members.length === 0;
  }

  async findByUsername(username: string): Promise<StaffMember | null> {
    return this.members.find((member) => member.username === username) ?? null;
  }

  async add(member: StaffMember): Promise<void> {
    if (this.members.some(({ username }) => username === member.username)) throw new UsernameTaken();
    this.members.push(member);
  }

  async change(id: string, mutate: (member: StaffMember, otherOwners: number) => StaffMember): Promise<StaffMember> {
    const at = this.members.findIndex((member) => member.id === id);
    const member = this.members[at];
    if (!member) throw new StaffNotFound();
    const others = this.members.filter((other) => other.id !== id && isActiveOwner(other));
    const changed = mutate(member, others.length);
    this.members.splice(at, 1, changed);
    return changed;
  }
}

export class InMemoryStaffSessions extends StaffSessions {
  private readonly sessions = new Map<string, StaffSession>();

  constructor(private readonly staff: InMemoryStaffMembers) {
    super();
  }

  async add(session: StaffSession, passwordHash: string): Promise<boolean> {
    const member = this.staff.members.find(({ id }) => id === session.staffId);
    if (!member?.active || member.passwordHash !== passwordHash) return false;
    this.sessions.set(session.id, session);
    return true;
  }

  async find(id: string): Promise<SignedInStaff | null> {
    const session = this.sessions.get(id);
    const member = this.staff.members.find((candidate) => candidate.id === session?.staffId);
    if (!session || !member) return null;
    const { id: memberId, username, role, active } = member;
    return { session, member: { id: memberId, username, role, active } };
  }

  async extend(session: StaffSession): Promise<void> {
    if (this.sessions.has(session.id)) this.sessions.set(session.id, session);
  }

  async remove(id: string): Promise<void> {
    this.sessions.delete(id);
  }

  async removeAllOf(staffId: string, keptId: string | null): Promise<void> {
    for (const [id, session] of this.sessions) {
      if (session.staffId === staffId && id !== keptId) this.sessions.delete(id);
    }
  }
}
