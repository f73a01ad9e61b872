import type { StaffMember } from './staff-member.js';
import type { StaffSession } from './staff-session.js';

export interface SignedInStaff {
  readonly session: StaffSession;
  readonly member: Omit<StaffMember, 'passwordHash'>;
}

export abstract class StaffSessions {
  /** False, and nothing kept, when the member is not active any more or has another password by now. */
  abstract add(session: StaffSession, passwordHash: string): Promise<boolean>;

  /** The session with whom it belongs to, expired or not. */
  abstract find(id: string): Promise<SignedInStaff | null>;

  /** Keeps a session's extension; one that is gone stays gone. */
  abstract extend(session: StaffSession): Promise<void>;

  abstract remove(id: string): Promise<void>;

  /** Ends every session of a member, but for the one that is kept. */
  abstract removeAllOf(staffId: string, keptId: string | null): Promise<void>;
}
