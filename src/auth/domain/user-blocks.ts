/** Why a user may not sign in. */
export interface UserBlock {
  readonly userId: string;
  /** What staff wrote about the person, sealed: it is personal data. Null once the person was erased. */
  readonly reason: string | null;
  /** Staff id. */
  readonly blockedBy: string;
  readonly at: Date;
}

export abstract class UserBlocks {
  /** Encrypts a reason before any transaction begins. @throws PersonErased, KeysUnavailable */
  abstract sealReason(userId: string, reason: string): Promise<string>;

  /** Whether the user may not sign in. */
  abstract includes(userId: string): Promise<boolean>;

  /** Null when the user is not blocked. The reason is readable here. */
  abstract find(userId: string): Promise<UserBlock | null>;

  /** Whether the user was not blocked before; the first block stays as it is. */
  abstract add(block: UserBlock): Promise<boolean>;

  /** Whether the user was blocked. */
  abstract remove(userId: string): Promise<boolean>;
}
