import type { Nickname } from './nickname.js';
import type { PhoneNumber } from './phone-number.js';
import type { User } from './user.js';

export abstract class Users {
  /** Keeps new users, in the caller's transaction if there is one. */
  abstract add(...users: readonly User[]): Promise<void>;

  /** What the user is called at present. @throws UserNotFound */
  abstract nicknameOf(id: string): Promise<Nickname>;

  /**
   * Loads and locks a user, lets `mutate` change it and saves it, in one transaction; when `mutate` throws nothing changes.
   * @throws UserNotFound
   */
  abstract change(id: string, mutate: (user: User) => void): Promise<User>;

  /**
   * Keeps a user's phone number in place of the one before. Not inside a transaction.
   * @throws UserNotFound, KeysUnavailable
   * @throws PhoneTaken when another user has the phone number
   */
  abstract bindPhone(id: string, phone: PhoneNumber): Promise<void>;

  /**
   * Locks a user's row until the caller's transaction ends, so that nothing of this user changes meanwhile.
   * False: there is no such user.
   */
  abstract lock(id: string): Promise<boolean>;
}
