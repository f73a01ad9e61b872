import type { Session } from './session.js';

export abstract class Sessions {
  /** All or none. */
  abstract add(...sessions: readonly Session[]): Promise<void>;

  /**
   * Loads, mutates and saves. When another request changed the session meanwhile, it starts over with what that one
   * left, so `mutate` must not have effects of its own. Answers what `mutate` answers; saves nothing when it throws.
   * @throws SessionNotFound
   */
  abstract change<T>(id: string, mutate: (session: Session) => T): Promise<T>;

  /** Revokes every session of the user but this one. */
  abstract revokeOthers(userId: string, keptId: string, now: Date): Promise<void>;

  abstract revokeAll(userId: string, now: Date): Promise<void>;

  /** Forgets every session of the user, addresses and devices included, in the caller's transaction. */
  abstract removeAll(userId: string): Promise<void>;
}
