import type { Role } from './permissions.js';

export interface StaffMember {
  readonly id: string;
  /** In the form `canonicalUsername` makes. */
  readonly username: string;
  readonly passwordHash: string;
  readonly role: Role;
  /** Who is not active cannot sign in, and sessions that are open stop working. */
  readonly active: boolean;
}

const FORM = /^[\w.@-]{1,64}$/;

/** Staff names are told apart without regard to case. Null for what cannot be a name. */
export function canonicalUsername(text: string): string | null {
  return FORM.test(text) ? text.toLowerCase() : null;
}
