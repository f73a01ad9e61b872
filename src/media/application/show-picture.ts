import { Injectable, Logger } from '@nestjs/common';
import { PictureNotFound } from '../domain/errors.js';
import type { UploadState } from '../domain/upload.js';
import { Uploads } from '../domain/uploads.js';
import { FileStore, isFileName, type StoredFile } from './file-store.js';

/** What anybody who has its address sees of a picture. */
@Injectable()
export class ShowPicture {
  private readonly log = new Logger(ShowPicture.name);

  constructor(
    private readonly uploads: Uploads,
    private readonly files: FileStore,
  ) {}

  /** @throws PictureNotFound */
  async facts(name: string): Promise<UploadState> {
    const upload = isFileName(name) ? await this.uploads.named(name) : null;
    if (!upload?.isShown) throw new PictureNotFound();
    return upload.state;
  }

  /** @throws PictureNotFound, PicturesUnavailable */
  async file({ id, name, bytes }: UploadState): Promise<StoredFile> {
    const file = await this.files.open(name);
    if (file?.bytes === bytes) return file;
    file?.stream.destroy();
    this.log.warn({ uploadId: id }, 'The file of a picture is gone, or not as it was');
    throw new PictureNotFound();
  }
}
