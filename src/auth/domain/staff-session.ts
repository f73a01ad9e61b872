/** Milliseconds between two writes that extend a session. */
const EXTENDED_AT_MOST_EVERY = 60_000;

/** A sign-in of staff, which ends when it is not used for a while. */
export interface StaffSession {
  /** Digest of the secret in the cookie. */
  readonly id: string;
  readonly staffId: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** @param ttl milliseconds a session lives unused */
export function openStaffSession(id: string, staffId: string, now: Date, ttl: number): StaffSession {
  return { id, staffId, createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + ttl) };
}

/** The session extended by this use, or null while the last extension is recent enough to spare the write. */
export function extendedByUse(session: StaffSession, now: Date, ttl: number): StaffSession | null {
  const unused = now.getTime() - session.lastSeenAt.getTime();
  if (unused < Math.min(EXTENDED_AT_MOST_EVERY, ttl / 2)) return null;
  return { ...session, lastSeenAt: now, expiresAt: new Date(now.getTime() + ttl) };
}
