import { Injectable } from '@nestjs/common';
import { StaffSessions } from '../domain/staff-sessions.js';

/** Ends the session of staff that the request came in. */
@Injectable()
export class SignOutStaff {
  constructor(private readonly sessions: StaffSessions) {}

  /** Refuses nothing: a session that is gone already stays gone. */
  async execute({ sessionId }: { readonly sessionId: string }): Promise<void> {
    await this.sessions.remove(sessionId);
  }
}
