import type { Thumbnail, ThumbnailSide } from './thumbnail.js';

/** The smaller pictures of uploads. Each change locks the upload first, so nothing is added to one that is going. */
export abstract class Thumbnails {
  abstract of(uploadId: string, side: ThumbnailSide): Promise<Thumbnail | null>;

  /**
   * Keeps one whose file is written, in the caller's transaction. False: the upload is not shown any more, or it has one
   * of this side already.
   */
  abstract add(uploadId: string, thumbnail: Thumbnail): Promise<boolean>;

  /**
   * Forgets those of uploads that were refused or removed in the caller's transaction before; answers the names of the
   * files there were.
   */
  abstract forget(uploadIds: readonly string[]): Promise<readonly string[]>;
}
