import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { metrics } from '#platform/observability';
import type { Thumbnail, ThumbnailSide } from '../domain/thumbnail.js';
import { Thumbnails } from '../domain/thumbnails.js';
import { SqlThumbnails } from './sql-thumbnails.js';

const drawn = metrics.counter({
  name: 'thumbnails_drawn_total',
  help: 'Thumbnails that were drawn: kept, or dropped because the picture was gone by then or another process was faster',
  labels: ['outcome'],
});
// A rate can be told from the first one on.
for (const outcome of ['kept', 'dropped'] as const) drawn.labels(outcome);

/** Counts the thumbnails that were to be kept, once the transaction is committed. */
@Injectable()
export class CountedThumbnails extends Thumbnails {
  constructor(
    @Inject(SqlThumbnails) private readonly thumbnails: Thumbnails,
    private readonly database: Database,
  ) {
    super();
  }

  of(uploadId: string, side: ThumbnailSide): Promise<Thumbnail | null> {
    return this.thumbnails.of(uploadId, side);
  }

  async add(uploadId: string, thumbnail: Thumbnail): Promise<boolean> {
    const isKept = await this.thumbnails.add(uploadId, thumbnail);
    this.database.afterCommit(() => drawn.labels(isKept ? 'kept' : 'dropped').inc());
    return isKept;
  }

  forget(uploadIds: readonly string[]): Promise<readonly string[]> {
    return this.thumbnails.forget(uploadIds);
  }
}
