import type { Actor } from '#platform/activity';

/** What happened, who did it and to what. */
export interface AuditEntry {
  /** `<area>.<what happened>`, for example `auth.staff-login`: letters, dashes and dots, at most 64. */
  readonly type: string;
  readonly actor: Actor;
  /** Id of what it was done to. */
  readonly subject: string | null;
  /** What else must be known later. No personal data, no secrets; of what people type only why staff looked at somebody's data. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
}

/** What people and the system did that somebody may ask about later. Append-only: nothing is changed or taken back. */
export abstract class AuditLog {
  /** Writes in the caller's transaction where one is open, so that what is rolled back leaves no entry. */
  abstract record(entry: AuditEntry): Promise<void>;

  /**
   * Writes soon, together with others, for what happens too often to wait for. Whoever rolls back does not take it back;
   * a process that is killed loses what it noted last (see docs/operations.md), one that is told to stop loses nothing.
   */
  abstract note(entry: AuditEntry): void;
}
