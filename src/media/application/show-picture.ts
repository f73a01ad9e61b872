import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { PictureNotFound } from '../domain/errors.js';
import { type Thumbnail, type ThumbnailSide, thumbnailSidesOf } from '../domain/thumbnail.js';
import { Thumbnails } from '../domain/thumbnails.js';
import type { UploadState } from '../domain/upload.js';
import { Uploads } from '../domain/uploads.js';
import { FileStore, isFileName, type StoredFile } from './file-store.js';

/** Milliseconds after which nobody expects a thumbnail that is not there: it is drawn elsewhere, later or never. */
const DRAWN_WITHIN = 3_600_000;

export interface ShownPicture {
  readonly facts: UploadState | Thumbnail;
  readonly isFinal: boolean;
}

/** What anybody who has its address sees of a picture. */
@Injectable()
export class ShowPicture {
  private readonly log = new Logger(ShowPicture.name);

  constructor(
    private readonly uploads: Uploads,
    private readonly thumbnails: Thumbnails,
    private readonly files: FileStore,
    private readonly clock: Clock,
  ) {}

  /** @throws PictureNotFound */
  async facts(name: string): Promise<UploadState> {
    const upload = isFileName(name) ? await this.uploads.named(name) : null;
    if (!upload?.isShown) throw new PictureNotFound();
    return upload.state;
  }

  /**
   * What is shown where a picture of about `side` pixels is enough: its thumbnail, or the picture itself where none is
   * needed or there is none yet. Then `isFinal` says whether that may change within the hour.
   */
  async sized(upload: UploadState, side: ThumbnailSide | undefined): Promise<ShownPicture> {
    if (side === undefined || !thumbnailSidesOf(upload).includes(side)) return { facts: upload, isFinal: true };
    const thumbnail = await this.thumbnails.of(upload.id, side);
    const isNew = this.clock.now().getTime() - upload.uploadedAt.getTime() < DRAWN_WITHIN;
    return { facts: thumbnail ?? upload, isFinal: thumbnail !== null || !isNew };
  }

  /** @throws PictureNotFound, PicturesUnavailable */
  async file({ id }: UploadState, { name, bytes }: UploadState | Thumbnail): Promise<StoredFile> {
    const file = await this.files.open(name);
    if (file?.bytes === bytes) return file;
    file?.stream.destroy();
    this.log.warn({ uploadId: id }, 'The file of a picture is gone, or not as it was');
    throw new PictureNotFound();
  }
}
