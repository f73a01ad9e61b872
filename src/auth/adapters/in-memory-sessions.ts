import type { Clock } from '#kernel';
import { type LiveSession, LiveSessions } from '../application/live-sessions.js';
import { SessionNotFound } from '../domain/errors.js';
import { Session, type SessionState } from '../domain/session.js';
import { Sessions } from '../domain/sessions.js';

export class InMemorySessions extends Sessions {
  readonly states = new Map<string, SessionState>();

  async add(...sessions: readonly Session[]): Promise<void> {
    for (const session of sessions) this.states.set(session.snapshot().id, session.snapshot());
  }

  async change<T>(id: string, mutate: (session: Session) => T): Promise<T> {
    const state = this.states.get(id);
    if (!state) throw new SessionNotFound();
    const session = Session.restore(state);
    const result = mutate(session);
    this.states.set(id, session.snapshot());
    return result;
  }

  async revokeOthers(userId: string, keptId: string | null, now: Date): Promise<void> {
    for (const [id, state] of this.states) {
      if (state.userId === userId && id !== keptId)
        this.states.set(id, { ...state, revokedAt: state.revokedAt ?? now });
    }
  }

  async revokeAll(userId: string, now: Date): Promise<void> {
    await this.revokeOthers(userId, null, now);
  }

  async removeAll(userId: string): Promise<void> {
    for (const [id, state] of this.states) if (state.userId === userId) this.states.delete(id);
  }
}

/** The same sessions, seen by whoever checks a request. */
export class InMemoryLiveSessions extends LiveSessions {
  constructor(
    private readonly sessions: InMemorySessions,
    private readonly clock: Clock,
  ) {
    super();
  }

  async find(sessionId: string): Promise<LiveSession | null> {
    const state = this.sessions.states.get(sessionId);
    if (!state || state.revokedAt || state.expiresAt <= this.clock.now()) return null;
    return { userId: state.userId, account: state.account, expiresAt: state.expiresAt };
  }
}
