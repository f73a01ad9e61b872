import type { PictureFacts } from '../domain/picture.js';

export interface CleanPicture extends PictureFacts {
  readonly content: Buffer;
}

/** Makes pictures out of files somebody sent. */
export abstract class Pictures {
  /**
   * Looks at what the file holds and draws the picture anew: upright, with nothing in it but pixels, at most
   * `MOST_BYTES` long. Of an animation the first frame is left.
   * @throws PictureTypeUnsupported, PictureBroken, PictureTooDetailed
   */
  abstract clean(file: Buffer): Promise<CleanPicture>;

  /**
   * Draws a picture that was drawn here before once more, so that its longest side has `side` pixels.
   * @throws PictureBroken
   */
  abstract smaller(picture: Buffer, side: number): Promise<CleanPicture>;
}

/** Bytes of a file that is sent, and of what is made of it. */
export const MOST_BYTES = 2 * 1024 * 1024;
