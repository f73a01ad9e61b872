import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Sessions } from '../domain/sessions.js';

export interface RevokeOtherSessionsCommand {
  readonly userId: string;
  readonly currentSessionId: string;
  readonly actor: Actor;
}

/** Signs the user out everywhere but here. */
@Injectable()
export class RevokeOtherSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /** Refuses nothing: where there is no other session, nothing ends. */
  async execute({ userId, currentSessionId, actor }: RevokeOtherSessionsCommand): Promise<void> {
    await this.sessions.revokeOthers(userId, currentSessionId, this.clock.now());
    this.audit.note({ type: 'auth.sessions-revoked', actor, subject: userId, facts: { kept: currentSessionId } });
  }
}
