import { LastOwner } from './errors.js';
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

/** What an owner changes about a member; what is not named stays. */
export type StaffChanges = Partial<Pick<StaffMember, 'role' | 'active' | 'passwordHash'>>;

const FORM = /^[\w.@-]{1,64}$/;

/** Staff names are told apart without regard to case. Null for what cannot be a name. */
export function canonicalUsername(text: string): string | null {
  return FORM.test(text) ? text.toLowerCase() : null;
}

/**
 * @param otherOwners how many other active owners there are
 * @throws LastOwner
 */
export function changedMember(member: StaffMember, changes: StaffChanges, otherOwners: number): StaffMember {
  const changed = { ...member, ...changes };
  if (isActiveOwner(member) && !isActiveOwner(changed) && otherOwners === 0) throw new LastOwner();
  return changed;
}

/** Whether sessions from before the change must end: who stole one must not keep it, nor its old permissions. */
export function endsSessions(before: StaffMember, after: StaffMember): boolean {
  return !after.active || after.role !== before.role || after.passwordHash !== before.passwordHash;
}

export function isActiveOwner({ role, active }: Pick<StaffMember, 'role' | 'active'>): boolean {
  return active && role === 'owner';
}
