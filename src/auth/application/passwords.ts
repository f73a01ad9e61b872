/** Hashes of passwords that are slow to guess. */
export abstract class Passwords {
  abstract hash(password: string): Promise<string>;

  /** Takes as long without a hash, and answers false: how long a refusal takes must not tell which names exist. */
  abstract matches(password: string, hash: string | null): Promise<boolean>;
}
