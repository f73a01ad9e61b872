/** Milliseconds between two writes that extend a session; a shorter one is extended more often. */
const EXTENDED_AT_MOST_EVERY = 60_000;

const extensionInterval = (ttl: number) => Math.min(EXTENDED_AT_MOST_EVERY, ttl / 30);

/** Until when it lives unless it is used: what use since the last extension was spared the write must not shorten. */
function endOf(now: Date, ttl: number): Date {
  return new Date(now.getTime() + ttl + extensionInterval(ttl));
}

/** A sign-in of staff, which ends when it is not used for a while. */
export interface StaffSession {
  /** Digest of the secret in the cookie. */
  readonly id: string;
  readonly staffId: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** @param ttl milliseconds a session lives unused, at least; a thirtieth more, or a minute, at most */
export function openStaffSession(id: string, staffId: string, now: Date, ttl: number): StaffSession {
  return { id, staffId, createdAt: now, lastSeenAt: now, expiresAt: endOf(now, ttl) };
}

/** The session extended by this use, or null while the last extension is recent enough to spare the write. */
export function extendedByUse(session: StaffSession, now: Date, ttl: number): StaffSession | null {
  const unused = now.getTime() - session.lastSeenAt.getTime();
  if (unused < extensionInterval(ttl)) return null;
  return { ...session, lastSeenAt: now, expiresAt: endOf(now, ttl) };
}
