import type { Verdict } from '../domain/upload.js';

/**
 * Which check is about which upload. The verdict may be there before it is known what it is about: whoever comes second,
 * the upload or the verdict, finds the other. All in the caller's transaction.
 */
export abstract class MediaChecks {
  abstract hasBegun(uploadId: string): Promise<boolean>;

  /** Notes what a check is about. Answers its verdict, if that was first. */
  abstract begin(reference: string, uploadId: string): Promise<Verdict | null>;

  /** Notes a verdict. Answers the upload it is about, if that is known already. */
  abstract decide(reference: string, verdict: Verdict): Promise<string | null>;
}
