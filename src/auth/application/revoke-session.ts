import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Sessions } from '../domain/sessions.js';

export interface RevokeSessionCommand {
  readonly userId: string;
  readonly sessionId: string;
}

/** Signs one device of the user out. */
@Injectable()
export class RevokeSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** @throws SessionNotFound */
  async execute({ userId, sessionId }: RevokeSessionCommand): Promise<void> {
    const now = this.clock.now();
    await this.sessions.change(sessionId, (session) => session.liveOf(userId, now).revoke(now));
  }
}
