import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Config } from '#platform/config';
import { StaffCredentialsWrong } from '../domain/errors.js';
import { canonicalUsername, type StaffMember } from '../domain/staff-member.js';
import { StaffMembers } from '../domain/staff-members.js';
import { openStaffSession } from '../domain/staff-session.js';
import { StaffSessions } from '../domain/staff-sessions.js';
import { CreateFirstOwner } from './create-first-owner.js';
import { Passwords } from './passwords.js';
import { Secrets } from './secrets.js';
import { StaffLockOut, type StaffSignInAttempt } from './staff-lock-out.js';

export interface SignInStaffCommand {
  readonly username: string;
  readonly password: string;
  /** Whoever sends the request: nobody knows yet who it is. */
  readonly actor: Actor;
  /** See StaffKnock. */
  readonly trustedDevice: string | null;
}

export interface StaffSignedIn {
  readonly member: StaffMember;
  /** For the cookie. */
  readonly secret: string;
}

/** Opens a session for whoever knows name and password of an active member of staff. */
@Injectable()
export class SignInStaff {
  constructor(
    private readonly firstOwner: CreateFirstOwner,
    private readonly staff: StaffMembers,
    private readonly sessions: StaffSessions,
    private readonly passwords: Passwords,
    private readonly secrets: Secrets,
    private readonly lockOut: StaffLockOut,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @throws StaffCredentialsWrong, StaffSignInLocked */
  async execute({ username, password, actor, trustedDevice }: SignInStaffCommand): Promise<StaffSignedIn> {
    const name = canonicalUsername(username);
    const attempt = await this.lockOut.admit({ username: name ?? username, trustedDevice, actor });
    try {
      return await this.signIn(name, password, attempt);
    } catch (error) {
      if (!(error instanceof StaffCredentialsWrong)) await this.lockOut.takeBack(attempt);
      throw error;
    }
  }

  private async signIn(name: string | null, password: string, attempt: StaffSignInAttempt): Promise<StaffSignedIn> {
    const { actor } = attempt;
    await this.firstOwner.made();
    const member = name === null ? null : await this.staff.findByUsername(name);
    const matches = await this.passwords.matches(password, member?.passwordHash ?? null);
    const secret = member?.active && matches ? await this.openSession(member) : null;
    if (!member || secret === null) {
      // A name that is none may be a password that went into the wrong field.
      const facts: Record<string, string> = member ? { username: member.username } : {};
      await this.audit.record({ type: 'auth.staff-login-failed', actor, subject: member?.id ?? null, facts });
      await this.lockOut.failed(attempt, member);
      throw new StaffCredentialsWrong();
    }
    await this.lockOut.succeeded(attempt);
    const { id } = member;
    await this.audit.record({ type: 'auth.staff-login', actor: { ...actor, kind: 'staff', id }, subject: id });
    return { member, secret };
  }

  /** Null when the member was changed while the password was compared. */
  private async openSession({ id, passwordHash }: StaffMember): Promise<string | null> {
    const secret = this.secrets.next();
    const digest = this.secrets.digest(secret);
    const session = openStaffSession(digest, id, this.clock.now(), this.config.auth.staffSessionTtl);
    return (await this.sessions.add(session, passwordHash)) ? secret : null;
  }
}
