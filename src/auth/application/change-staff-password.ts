import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import { StaffCredentialsWrong } from '../domain/errors.js';
import { StaffMembers } from '../domain/staff-members.js';
import { StaffSessions } from '../domain/staff-sessions.js';
import { Passwords } from './passwords.js';

export interface ChangeStaffPasswordCommand {
  readonly username: string;
  /** Stays signed in; the member's other sessions end. */
  readonly sessionId: string;
  readonly oldPassword: string;
  readonly newPassword: string;
  readonly actor: Actor;
}

/** What members of staff do about their own password. */
@Injectable()
export class ChangeStaffPassword {
  constructor(
    private readonly staff: StaffMembers,
    private readonly sessions: StaffSessions,
    private readonly passwords: Passwords,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** @throws StaffCredentialsWrong */
  async execute(command: ChangeStaffPasswordCommand): Promise<void> {
    const { username, sessionId, oldPassword, newPassword, actor } = command;
    const member = await this.staff.findByUsername(username);
    const matches = await this.passwords.matches(oldPassword, member?.passwordHash ?? null);
    if (!member || !matches) throw new StaffCredentialsWrong();
    const passwordHash = await this.passwords.hash(newPassword);
    await this.database.transaction(async () => {
      await this.staff.change(member.id, (current) => {
        // Somebody changed it while the old password was compared with the one before.
        if (current.passwordHash !== member.passwordHash) throw new StaffCredentialsWrong();
        return { ...current, passwordHash };
      });
      await this.sessions.removeAllOf(member.id, sessionId);
      await this.audit.record({ type: 'auth.staff-password-changed', actor, subject: member.id });
    });
  }
}
