import { Injectable } from '@nestjs/common';
import { StaffSessions } from '../domain/staff-sessions.js';

@Injectable()
export class SignOutStaff {
  constructor(private readonly sessions: StaffSessions) {}

  async execute({ sessionId }: { readonly sessionId: string }): Promise<void> {
    await this.sessions.remove(sessionId);
  }
}
