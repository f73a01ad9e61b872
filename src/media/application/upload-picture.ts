import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Config } from '#platform/config';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { UserDirectory } from '../../user/index.js';
import { PicturesUnavailable, TooManyUploads } from '../domain/errors.js';
import { Upload, type Uploader } from '../domain/upload.js';
import { Uploads } from '../domain/uploads.js';
import { DoomedFiles, KEPT_WITHIN } from './doomed-files.js';
import { FileStore, newFileName } from './file-store.js';
import { MediaCheck } from './media-check.js';
import { type CleanPicture, Pictures } from './pictures.js';

export interface UploadPictureCommand {
  readonly uploader: Uploader;
  readonly file: Buffer;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

/**
 * Keeps a picture. The file is written first, under a name that is doomed until the upload is kept: whatever fails, and
 * wherever a process dies, there is never an upload without its file, and no file stays without its upload.
 */
@Injectable()
export class UploadPicture {
  constructor(
    private readonly uploads: Uploads,
    private readonly pictures: Pictures,
    private readonly files: FileStore,
    private readonly doomed: DoomedFiles,
    private readonly check: MediaCheck,
    private readonly users: UserDirectory,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * @throws TooManyUploads, PictureTypeUnsupported, PictureBroken, PictureTooDetailed, PicturesUnavailable
   * @throws UserNotFound when the shopper was erased meanwhile
   */
  async execute({ uploader, file, actor, key }: UploadPictureCommand): Promise<IdempotentResult> {
    await this.mustHaveRoom(uploader);
    const picture = await this.pictures.clean(file);
    const name = newFileName(picture.type);
    await this.doomed.add([name], new Date(this.clock.now().getTime() + KEPT_WITHIN));
    await this.files.put(name, picture.content, picture.type);
    const id = newId();
    return this.idempotency.once(key, id, async () => {
      if (uploader.kind === 'shopper') await this.users.hold(uploader.id);
      await this.mustHaveRoom(uploader);
      if (!(await this.doomed.spare(name))) throw new PicturesUnavailable();
      await this.uploads.add(this.uploadOf(id, name, uploader, picture));
      await this.audit.record({ type: 'media.uploaded', actor, subject: id, facts: { bytes: picture.bytes } });
    });
  }

  /** WeChat looks at what shoppers upload; of staff it knows no account. */
  private uploadOf(id: string, name: string, uploader: Uploader, picture: CleanPicture): Upload {
    const { type, bytes, width, height, digest } = picture;
    const isChecked = uploader.kind === 'shopper' && this.check.isOn;
    return Upload.keep({ id, name, uploader, type, bytes, width, height, digest }, isChecked, this.clock.now());
  }

  private async mustHaveRoom(uploader: Uploader): Promise<void> {
    const { maxPerShopper } = this.config.uploads;
    if (uploader.kind !== 'shopper' || maxPerShopper === 0) return;
    if ((await this.uploads.countOf(uploader)) >= maxPerShopper) throw new TooManyUploads(maxPerShopper);
  }
}
