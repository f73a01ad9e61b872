import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { StaffCredentialsWrong } from '../domain/errors.js';
import { canonicalUsername, type StaffMember } from '../domain/staff-member.js';
import { StaffMembers } from '../domain/staff-members.js';
import { openStaffSession } from '../domain/staff-session.js';
import { StaffSessions } from '../domain/staff-sessions.js';
import { Passwords } from './passwords.js';
import { Secrets } from './secrets.js';

export interface SignInStaffCommand {
  readonly username: string;
  readonly password: string;
}

export interface StaffSignedIn {
  readonly member: StaffMember;
  /** For the cookie. */
  readonly secret: string;
}

@Injectable()
export class SignInStaff {
  constructor(
    private readonly staff: StaffMembers,
    private readonly sessions: StaffSessions,
    private readonly passwords: Passwords,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @throws StaffCredentialsWrong */
  async execute({ username, password }: SignInStaffCommand): Promise<StaffSignedIn> {
    const name = canonicalUsername(username);
    const member = name === null ? null : await this.staff.findByUsername(name);
    const matches = await this.passwords.matches(password, member?.passwordHash ?? null);
    if (!member?.active || !matches) throw new StaffCredentialsWrong();
    const secret = this.secrets.next();
    await this.sessions.add(
      openStaffSession(this.secrets.digest(secret), member.id, this.clock.now(), this.config.auth.staffSessionTtl),
    );
    return { member, secret };
  }
}
