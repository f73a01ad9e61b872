import type { Identity } from './identity.js';

/** The account belongs to a user already: another first sign-in of the same account was faster. */
export class AccountAlreadyKnown extends Error {}

/** Whose an account is. */
export interface KnownAccount {
  readonly userId: string;
  /** Whether the user may not sign in: see UserBlocks. */
  readonly blocked: boolean;
}

/** What WeChat's newest answer changes. The session key is sealed; null leaves the one there is. */
export type Renewal = Omit<Identity, 'account'>;

export abstract class Identities {
  /** Whom accounts belong to, by account. One that never signed in is missing. */
  abstract usersOf(accounts: readonly string[]): Promise<ReadonlyMap<string, KnownAccount>>;

  abstract find(userId: string): Promise<Identity | null>;

  /** Keeps new identities, without their session keys, in the caller's transaction: all or none. @throws AccountAlreadyKnown */
  abstract add(...identities: readonly Omit<Identity, 'sessionKey'>[]): Promise<void>;

  /** Encrypts a session key for `renew`. Not inside a transaction. @throws PersonErased, KeysUnavailable */
  abstract sealSessionKey(userId: string, sessionKey: string): Promise<string>;

  /**
   * Keeps the newer answers of WeChat, which has one valid session key per account; parallel sign-ins may be saved in
   * another order than WeChat answered them.
   * @returns ids of the users whose identity is still there: an erasure that is under way is waited for
   */
  abstract renew(...renewals: readonly Renewal[]): Promise<ReadonlySet<string>>;

  /** Forgets the user's account, in the caller's transaction. */
  abstract remove(userId: string): Promise<void>;
}
