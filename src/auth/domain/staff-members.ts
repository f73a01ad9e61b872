import type { StaffMember } from './staff-member.js';

export class UsernameTaken extends Error {}

export abstract class StaffMembers {
  abstract isEmpty(): Promise<boolean>;

  abstract findByUsername(username: string): Promise<StaffMember | null>;

  /** @throws UsernameTaken */
  abstract add(member: StaffMember, now: Date): Promise<void>;
}
