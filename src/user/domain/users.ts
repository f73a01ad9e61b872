import type { User } from './user.js';

export abstract class Users {
  /** Keeps a new user, in the caller's transaction if there is one. */
  abstract add(user: User): Promise<void>;

  /**
   * Loads and locks a user, lets `mutate` change it and saves it, in one transaction; when `mutate` throws nothing changes.
   * @throws UserNotFound
   * @throws PhoneTaken when another user has the phone number
   */
  abstract change(id: string, mutate: (user: User) => void): Promise<User>;
}
