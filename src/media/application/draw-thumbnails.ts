import { buffer } from 'node:stream/consumers';
import { Injectable, Logger } from '@nestjs/common';
import { Semaphore } from 'async-mutex';
import { Clock } from '#kernel';
import { Database } from '#platform/database';
import { PicturesUnavailable } from '../domain/errors.js';
import { type ThumbnailSide, thumbnailSidesOf } from '../domain/thumbnail.js';
import { Thumbnails } from '../domain/thumbnails.js';
import type { UploadState } from '../domain/upload.js';
import { Uploads } from '../domain/uploads.js';
import { DoomedFiles, KEPT_WITHIN } from './doomed-files.js';
import { FileStore, newFileName } from './file-store.js';
import { Pictures } from './pictures.js';

/** Pictures one process has in memory for this at the same time; each is a file of at most 2 MB until it is drawn. */
const AT_ONCE = 2;

/**
 * Draws the smaller pictures of an upload. Each file is written under a name that is doomed until its thumbnail is kept, so
 * it may be done twice, by two processes at once, or end between any two lines: one thumbnail of each side is left, or
 * none where the picture was refused or removed meanwhile.
 */
@Injectable()
export class DrawThumbnails {
  private readonly log = new Logger(DrawThumbnails.name);
  private readonly turns = new Semaphore(AT_ONCE);

  constructor(
    private readonly uploads: Uploads,
    private readonly thumbnails: Thumbnails,
    private readonly pictures: Pictures,
    private readonly files: FileStore,
    private readonly doomed: DoomedFiles,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Answers how many were drawn and kept. Not inside a transaction. @throws PicturesUnavailable, PictureBroken */
  execute(uploadId: string): Promise<number> {
    return this.turns.runExclusive(async () => {
      const upload = await this.uploads.find(uploadId);
      if (!upload?.isShown) return 0;
      const missing = await this.missingOf(upload.state);
      if (missing.length === 0) return 0;
      const picture = await this.read(upload.state);
      let kept = 0;
      for (const side of missing) if (await this.draw(uploadId, picture, side)) kept++;
      this.log.log({ uploadId, kept, sides: missing }, 'The thumbnails of a picture are drawn');
      return kept;
    });
  }

  private async missingOf(upload: UploadState): Promise<readonly ThumbnailSide[]> {
    const missing: ThumbnailSide[] = [];
    for (const side of thumbnailSidesOf(upload)) if (!(await this.thumbnails.of(upload.id, side))) missing.push(side);
    return missing;
  }

  /** Where the file is not there its upload is going, which the next try sees, or this process looks in the wrong place. */
  private async read({ id, name, bytes }: UploadState): Promise<Buffer> {
    const file = await this.files.open(name);
    if (file?.bytes === bytes) return buffer(file.stream);
    file?.stream.destroy();
    this.log.warn({ uploadId: id }, 'The file of a picture is gone, or not as it was');
    throw new PicturesUnavailable();
  }

  private async draw(uploadId: string, picture: Buffer, side: ThumbnailSide): Promise<boolean> {
    const { content, ...facts } = await this.pictures.smaller(picture, side);
    const name = newFileName(facts.type);
    await this.doomed.add([name], new Date(this.clock.now().getTime() + KEPT_WITHIN));
    await this.files.put(name, content, facts.type);
    return this.database.transaction(async () => {
      const isKept = await this.thumbnails.add(uploadId, { side, name, ...facts });
      // Taken off only together with being kept: else the file stays doomed.
      if (isKept && !(await this.doomed.spare(name))) throw new Error('A thumbnail took so long that it was deleted');
      return isKept;
    });
  }
}
