import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import type { Staff } from '#platform/principals';
import { permissionsOf } from '../domain/permissions.js';
import { extendedByUse } from '../domain/staff-session.js';
import { type SignedInStaff, StaffSessions } from '../domain/staff-sessions.js';
import { Secrets } from './secrets.js';

export interface AuthenticatedStaff {
  readonly staff: Staff;
  /** Whether this request extended the session, so that the cookie has to be extended as well. */
  readonly extended: boolean;
}

/** Tells which member of staff sent a request, and keeps a session that is in use from expiring. */
@Injectable()
export class AuthenticateStaff {
  constructor(
    private readonly sessions: StaffSessions,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Null when the secret opens nothing: unknown, signed out, expired, or its owner is not active any more. */
  async execute(secret: string): Promise<AuthenticatedStaff | null> {
    const now = this.clock.now();
    const found = await this.sessions.find(this.secrets.digest(secret));
    if (!found?.member.active || found.session.expiresAt <= now) return null;
    const extension = extendedByUse(found.session, now, this.config.auth.staffSessionTtl);
    if (extension) await this.sessions.extend(extension);
    return { staff: principalOf(found), extended: extension !== null };
  }
}

function principalOf({ session, member: { id, username, role } }: SignedInStaff): Staff {
  return { kind: 'staff', id, sessionId: session.id, username, role, permissions: permissionsOf(role) };
}
