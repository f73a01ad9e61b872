import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Sessions } from '../domain/sessions.js';

/** Ends the session the request came in. */
@Injectable()
export class LogOut {
  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /** Doing it twice is harmless. @throws SessionNotFound when it is gone: purged, or erased with its user */
  async execute({ sessionId, actor }: { readonly sessionId: string; readonly actor: Actor }): Promise<void> {
    await this.sessions.change(sessionId, (session) => session.revoke(this.clock.now()));
    this.audit.note({ type: 'auth.logout', actor, subject: actor.id, facts: { session: sessionId } });
  }
}
