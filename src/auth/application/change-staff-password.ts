import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import { StaffCredentialsWrong } from '../domain/errors.js';
import type { StaffMember } from '../domain/staff-member.js';
import { StaffMembers } from '../domain/staff-members.js';
import { StaffSessions } from '../domain/staff-sessions.js';
import { Passwords } from './passwords.js';
import { StaffLockOut, type StaffSignInAttempt } from './staff-lock-out.js';

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
    private readonly lockOut: StaffLockOut,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** @throws StaffCredentialsWrong, StaffSignInLocked */
  async execute(command: ChangeStaffPasswordCommand): Promise<void> {
    const { username, sessionId, actor } = command;
    // Whoever is signed in can change their password whatever others guess, as a trusted device can sign in.
    const attempt = await this.lockOut.admit({ username, trustedDevice: sessionId, actor });
    try {
      await this.change(command, attempt);
    } catch (error) {
      if (!(error instanceof StaffCredentialsWrong)) await this.lockOut.takeBack(attempt);
      throw error;
    }
  }

  private async change(command: ChangeStaffPasswordCommand, attempt: StaffSignInAttempt): Promise<void> {
    const { username, oldPassword, actor } = command;
    const member = await this.staff.findByUsername(username);
    const matches = await this.passwords.matches(oldPassword, member?.passwordHash ?? null);
    if (!member || !matches || !(await this.replace(member, command))) {
      const failure = { type: 'auth.staff-password-change-failed', actor, subject: member?.id ?? null };
      await this.audit.record({ ...failure, facts: { username } });
      await this.lockOut.failed(attempt, member);
      throw new StaffCredentialsWrong();
    }
    await this.lockOut.succeeded(attempt);
  }

  /** False when somebody changed it while the old password was compared with the one before. */
  private async replace(member: StaffMember, command: ChangeStaffPasswordCommand): Promise<boolean> {
    const passwordHash = await this.passwords.hash(command.newPassword);
    return this.database.transaction(async () => {
      const changed = await this.staff.change(member.id, (current) =>
        current.passwordHash === member.passwordHash ? { ...current, passwordHash } : current,
      );
      if (changed.passwordHash !== passwordHash) return false;
      await this.sessions.removeAllOf(member.id, command.sessionId);
      await this.audit.record({ type: 'auth.staff-password-changed', actor: command.actor, subject: member.id });
      return true;
    });
  }
}
