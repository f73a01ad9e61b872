import type { StaffMember } from './staff-member.js';

export abstract class StaffMembers {
  abstract isEmpty(): Promise<boolean>;

  abstract findByUsername(username: string): Promise<StaffMember | null>;

  /** @throws UsernameTaken */
  abstract add(member: StaffMember, now: Date): Promise<void>;

  /**
   * Loads, mutates and saves in one transaction; changes of staff happen one after another.
   * @param mutate gets the member and how many other active owners there are
   * @throws StaffNotFound
   */
  abstract change(id: string, mutate: (member: StaffMember, otherOwners: number) => StaffMember): Promise<StaffMember>;
}
