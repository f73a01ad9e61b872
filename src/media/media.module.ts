import { Logger, Module } from '@nestjs/common';
import { Config } from '#platform/config';
import type { ContextSchema } from '#platform/database';
import { AuthModule } from '../auth/index.js';
import { UserModule } from '../user/index.js';
import { CountedThumbnails } from './adapters/counted-thumbnails.js';
import { DiskFileStore } from './adapters/disk-file-store.js';
import { IncomingPictures } from './adapters/incoming-pictures.js';
import { PersonalUploads } from './adapters/personal-uploads.js';
import { MediaPurge } from './adapters/purge.js';
import { mediaSchema } from './adapters/schema.js';
import { SharpPictures } from './adapters/sharp-pictures.js';
import { SqlDoomedFiles } from './adapters/sql-doomed-files.js';
import { SqlMediaChecks } from './adapters/sql-media-checks.js';
import { SqlThumbnails } from './adapters/sql-thumbnails.js';
import { SqlUploads } from './adapters/sql-uploads.js';
import { StaffUploadsController } from './adapters/staff-uploads.controller.js';
import { UploadQueries } from './adapters/upload.queries.js';
import { UploadsController } from './adapters/uploads.controller.js';
import { WechatMediaCheck } from './adapters/wechat-media-check.js';
import { WechatMediaPush } from './adapters/wechat-media-push.js';
import { CheckPictureOnMediaUploaded } from './application/check-picture-on-media-uploaded.js';
import { DeleteFiles } from './application/delete-files.js';
import { DoomedFiles } from './application/doomed-files.js';
import { DrawThumbnails } from './application/draw-thumbnails.js';
import { EndOverdueChecks } from './application/end-overdue-checks.js';
import { FileStore } from './application/file-store.js';
import { MediaCheck } from './application/media-check.js';
import { MediaChecks } from './application/media-checks.js';
import { Pictures } from './application/pictures.js';
import { PictureUrls } from './application/picture-urls.js';
import { RemoveUpload } from './application/remove-upload.js';
import { SettleCheck } from './application/settle-check.js';
import { ShowPicture } from './application/show-picture.js';
import { UploadPicture } from './application/upload-picture.js';
import { Thumbnails } from './domain/thumbnails.js';
import { Uploads } from './domain/uploads.js';
import { mediaEvents } from './events.js';

@Module({
  imports: [AuthModule, UserModule],
  controllers: [UploadsController, StaffUploadsController],
  providers: [
    UploadPicture,
    DrawThumbnails,
    ShowPicture,
    RemoveUpload,
    CheckPictureOnMediaUploaded,
    SettleCheck,
    DeleteFiles,
    EndOverdueChecks,
    PictureUrls,
    UploadQueries,
    IncomingPictures,
    PersonalUploads,
    MediaPurge,
    SqlThumbnails,
    WechatMediaPush,
    { provide: Uploads, useClass: SqlUploads },
    { provide: Thumbnails, useClass: CountedThumbnails },
    { provide: DoomedFiles, useClass: SqlDoomedFiles },
    { provide: MediaChecks, useClass: SqlMediaChecks },
    { provide: MediaCheck, useClass: WechatMediaCheck },
    { provide: Pictures, useClass: SharpPictures },
    { provide: FileStore, inject: [Config], useFactory: fileStoreOf },
  ],
  exports: [DrawThumbnails],
})
export class MediaModule {
  static readonly schema: ContextSchema = mediaSchema;
  static readonly publishes = mediaEvents;
}

async function fileStoreOf({ environment, uploads: { store } }: Config): Promise<FileStore> {
  if (store.kind === 's3') {
    const { S3FileStore } = await import('./adapters/s3-file-store.js');
    return new S3FileStore(store);
  }
  if (environment === 'production')
    new Logger(MediaModule.name).warn(
      'Pictures are kept on this disk: back it up, and share it if there are more machines',
    );
  return new DiskFileStore(store.path);
}
