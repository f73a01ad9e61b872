/** The digests that find phone numbers and hold them unique, as a re-index sees them. */
export abstract class PhoneIndex {
  /** Users after `after` who have a phone number and no digest of it under this key; sorted by id. */
  abstract lacking(keyName: string, after: string, limit: number): Promise<string[]>;

  /**
   * Adds the digests that the phone numbers of these users lack under this key. Not inside a transaction.
   * @returns how many were added, and whose number cannot be read or has a digest that is somebody else's
   * @throws KeysUnavailable
   */
  abstract add(keyName: string, userIds: readonly string[]): Promise<{ added: number; stuck: readonly string[] }>;

  /** Whether there are digests under keys older than this one. */
  abstract hasOlder(keyName: string): Promise<boolean>;

  /** Deletes the digests under keys older than this one; those under newer keys are another run's. */
  abstract forgetOlder(keyName: string): Promise<void>;
}
