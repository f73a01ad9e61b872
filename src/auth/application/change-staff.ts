import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import type { Role } from '../domain/permissions.js';
import { changedMember, endsSessions, type StaffChanges, type StaffMember } from '../domain/staff-member.js';
import { StaffMembers } from '../domain/staff-members.js';
import { StaffSessions } from '../domain/staff-sessions.js';
import { Passwords } from './passwords.js';

export interface ChangeStaffCommand {
  readonly staffId: string;
  readonly role?: Role | undefined;
  readonly active?: boolean | undefined;
  readonly password?: string | undefined;
  readonly actor: Actor;
}

/** What an owner changes about a member of staff, who has to sign in again. */
@Injectable()
export class ChangeStaff {
  constructor(
    private readonly staff: StaffMembers,
    private readonly sessions: StaffSessions,
    private readonly passwords: Passwords,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** @throws StaffNotFound, LastOwner */
  async execute({ staffId, role, active, password, actor }: ChangeStaffCommand): Promise<StaffMember> {
    const changes: StaffChanges = {
      ...(role !== undefined && { role }),
      ...(active !== undefined && { active }),
      ...(password !== undefined && { passwordHash: await this.passwords.hash(password) }),
    };
    return this.database.transaction(async () => {
      const { before, after } = await this.change(staffId, changes);
      if (endsSessions(before, after)) await this.sessions.removeAllOf(staffId, null);
      const facts = factsOf(before, after);
      if (Object.keys(facts).length > 0) {
        await this.audit.record({ type: 'auth.staff-changed', actor, subject: staffId, facts });
      }
      return after;
    });
  }

  private async change(id: string, changes: StaffChanges): Promise<{ before: StaffMember; after: StaffMember }> {
    let before: StaffMember | null = null;
    const after = await this.staff.change(id, (member, otherOwners) => {
      before = member;
      return changedMember(member, changes, otherOwners);
    });
    return { before: before ?? after, after };
  }
}

function factsOf(before: StaffMember, after: StaffMember): Record<string, string | boolean> {
  return {
    ...(before.role !== after.role && { role: after.role, roleBefore: before.role }),
    ...(before.active !== after.active && { active: after.active }),
    ...(before.passwordHash !== after.passwordHash && { passwordSet: true }),
  };
}
