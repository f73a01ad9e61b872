import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PictureUrls } from '../application/picture-urls.js';
import { PictureNotFound } from '../domain/errors.js';
import { Uploads } from '../domain/uploads.js';

export const uploaded = z.object({ url: z.string() });
export type Uploaded = z.output<typeof uploaded>;

@Injectable()
export class UploadQueries {
  constructor(
    private readonly uploads: Uploads,
    private readonly urls: PictureUrls,
  ) {}

  /** What the uploader is answered. @throws PictureNotFound when it is gone already */
  async uploaded(id: string): Promise<Uploaded> {
    const upload = await this.uploads.find(id);
    if (!upload?.isShown) throw new PictureNotFound();
    return { url: this.urls.of(upload.state.name) };
  }
}
