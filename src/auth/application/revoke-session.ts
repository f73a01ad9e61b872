import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Sessions } from '../domain/sessions.js';

export interface RevokeSessionCommand {
  readonly userId: string;
  readonly sessionId: string;
  readonly actor: Actor;
}

/** Signs one device of the user out. */
@Injectable()
export class RevokeSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /** @throws SessionNotFound for anybody else's session, and for one that is over */
  async execute({ userId, sessionId, actor }: RevokeSessionCommand): Promise<void> {
    const now = this.clock.now();
    await this.sessions.change(sessionId, (session) => session.liveOf(userId, now).revoke(now));
    this.audit.note({ type: 'auth.session-revoked', actor, subject: userId, facts: { session: sessionId } });
  }
}
