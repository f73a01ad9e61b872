import type { Upload, Uploader } from './upload.js';

export abstract class Uploads {
  /** Keeps an upload whose file is written, with its events, in the caller's transaction if there is one. */
  abstract add(upload: Upload): Promise<void>;

  abstract find(id: string): Promise<Upload | null>;

  /** By the last part of its address. */
  abstract named(name: string): Promise<Upload | null>;

  /**
   * Loads and locks an upload, lets `mutate` change it and saves it with its events, in one transaction. Null: there is
   * none, for example because who uploaded it was erased.
   */
  abstract change(id: string, mutate: (upload: Upload) => void): Promise<Upload | null>;

  /** Refused ones count, as long as they are remembered. */
  abstract countOf(uploader: Uploader): Promise<number>;

  /** Ids of up to `limit` uploads that wait for a verdict since before `before`. */
  abstract pendingSince(before: Date, limit: number): Promise<readonly string[]>;

  /** Forgets an upload of this uploader, in the caller's transaction. Its id; null: they have no such upload that is shown. */
  abstract remove(name: string, uploader: Uploader): Promise<string | null>;

  /** Forgets all that somebody uploaded, in the caller's transaction; answers those that were shown until now. */
  abstract removeAllOf(uploader: Uploader): Promise<readonly { readonly id: string; readonly name: string }[]>;
}
