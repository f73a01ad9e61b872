import type { Identity } from './identity.js';

/** The account belongs to a user already: another first sign-in of the same account was faster. */
export class AccountAlreadyKnown extends Error {}

export abstract class Identities {
  /** Id of the user the account belongs to, or null when it never signed in. */
  abstract userOf(account: string): Promise<string | null>;

  abstract find(userId: string): Promise<Identity | null>;

  /** Keeps a new identity, without its session key, in the caller's transaction. @throws AccountAlreadyKnown */
  abstract add(identity: Omit<Identity, 'sessionKey'>): Promise<void>;

  /**
   * Keeps the newer answer of WeChat; a session key of null leaves the one there is. WeChat has one valid key per account,
   * and parallel sign-ins may be saved in another order than WeChat answered them. Not inside a transaction.
   * @returns whether the identity is still there: an erasure that is under way is waited for
   * @throws KeysUnavailable
   */
  abstract renew(identity: Identity): Promise<boolean>;

  /** Forgets the user's account, in the caller's transaction. */
  abstract remove(userId: string): Promise<void>;
}
