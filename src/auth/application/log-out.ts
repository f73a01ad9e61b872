import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Sessions } from '../domain/sessions.js';

/** Ends the session the request came in. */
@Injectable()
export class LogOut {
  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  async execute({ sessionId }: { readonly sessionId: string }): Promise<void> {
    await this.sessions.change(sessionId, (session) => session.revoke(this.clock.now()));
  }
}
