import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import { PictureNotFound } from '../domain/errors.js';
import type { Uploader } from '../domain/upload.js';
import { Uploads } from '../domain/uploads.js';
import { Thumbnails } from '../domain/thumbnails.js';
import { DeleteFiles } from './delete-files.js';
import { isFileName } from './file-store.js';

export interface RemoveUploadCommand {
  readonly name: string;
  readonly uploader: Uploader;
  readonly actor: Actor;
}

/** Somebody takes a picture of theirs back, wherever it is shown. */
@Injectable()
export class RemoveUpload {
  constructor(
    private readonly uploads: Uploads,
    private readonly thumbnails: Thumbnails,
    private readonly deletion: DeleteFiles,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** @throws PictureNotFound */
  async execute({ name, uploader, actor }: RemoveUploadCommand): Promise<void> {
    if (!isFileName(name)) throw new PictureNotFound();
    await this.database.transaction(async () => {
      const uploadId = await this.uploads.remove(name, uploader);
      if (uploadId === null) throw new PictureNotFound();
      await this.deletion.soon([name, ...(await this.thumbnails.forget([uploadId]))]);
      await this.audit.record({ type: 'media.removed', actor, subject: uploadId });
    });
  }
}
