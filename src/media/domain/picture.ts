export type PictureType = 'image/jpeg' | 'image/png';

/** What is known of a picture without looking at it. */
export interface PictureFacts {
  readonly type: PictureType;
  /** Size of the file. */
  readonly bytes: number;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** SHA-256 in hexadecimal. */
  readonly digest: string;
}
