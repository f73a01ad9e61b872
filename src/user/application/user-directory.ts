/** What a shopper sees of their own profile. */
export interface UserProfile {
  readonly id: string;
  readonly nickname: string;
  readonly avatarUrl: string;
  /** Masked, `138****8000`, or null. */
  readonly phone: string | null;
  readonly createdAt: Date;
}

/** A postal address as it was when it was asked for. Personal data: encrypt it before it is stored. */
export interface AddressSnapshot {
  readonly recipient: string;
  readonly phone: string;
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly detail: string;
  readonly postalCode: string | null;
}

/** What the user context answers to other contexts. */
export abstract class UserDirectory {
  /** Makes so many new users, in the caller's transaction. */
  abstract join(count: number): Promise<UserProfile[]>;

  /** @throws UserNotFound */
  abstract mustExist(userId: string): Promise<void>;

  /**
   * Keeps the user from being changed or erased until the caller's transaction ends.
   * @throws UserNotFound
   */
  abstract hold(userId: string): Promise<void>;

  /**
   * For sign-ins, by user id: without those whom there are not, and without phone numbers while these cannot be
   * decrypted.
   */
  abstract findProfiles(userIds: readonly string[]): Promise<ReadonlyMap<string, UserProfile>>;

  /**
   * The address with this id, or with null the default address, or null when the user has none.
   * @throws AddressNotFound when there is no such address of this user
   */
  abstract addressOf(userId: string, addressId: string | null): Promise<AddressSnapshot | null>;

  /**
   * Id of the user who has bound this telephone number; null: nobody has. Not inside a transaction.
   * @param e164 for example `+8613800138000`; `writtenPhone` reads one from what somebody wrote
   * @throws KeysUnavailable
   */
  abstract withPhone(e164: string): Promise<string | null>;
}
