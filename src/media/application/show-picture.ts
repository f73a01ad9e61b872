import { Injectable } from '@nestjs/common';
import { PictureNotFound } from '../domain/errors.js';
import type { UploadState } from '../domain/upload.js';
import { Uploads } from '../domain/uploads.js';
import { FileStore, isFileName, type StoredFile } from './file-store.js';

/** What anybody who has its address sees of a picture. */
@Injectable()
export class ShowPicture {
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
  async file({ name, bytes }: UploadState): Promise<StoredFile> {
    const file = await this.files.open(name);
    if (file?.bytes === bytes) return file;
    file?.stream.destroy();
    throw new PictureNotFound();
  }
}
