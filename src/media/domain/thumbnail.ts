import type { PictureFacts } from './picture.js';

/** Pixels of the longest side: a list shows the small one, a page about one thing the large one. */
export const THUMBNAIL_SIDES = [200, 800] as const;
export type ThumbnailSide = (typeof THUMBNAIL_SIDES)[number];

/** A smaller picture of an upload. It is shown as long as the upload is, and goes with it. */
export interface Thumbnail extends PictureFacts {
  readonly side: ThumbnailSide;
  /** Name of its file. */
  readonly name: string;
}

/** The sides a picture of this size has thumbnails of: none that is as large as itself. */
export function thumbnailSidesOf({ width, height }: Pick<PictureFacts, 'width' | 'height'>): readonly ThumbnailSide[] {
  return THUMBNAIL_SIDES.filter((side) => Math.max(width, height) > side);
}
