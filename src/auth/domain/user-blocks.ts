/** Why a user may not sign in. */
export interface UserBlock {
  readonly userId: string;
  /** What staff wrote about the person; personal data. */
  readonly reason: string;
  /** Staff id. */
  readonly blockedBy: string;
  readonly at: Date;
}

export abstract class UserBlocks {
  /** Null when the user is not blocked. */
  abstract find(userId: string): Promise<UserBlock | null>;

  /** Whether the user was not blocked before; the first block stays as it is. */
  abstract add(block: UserBlock): Promise<boolean>;

  /** Whether the user was blocked. */
  abstract remove(userId: string): Promise<boolean>;
}
