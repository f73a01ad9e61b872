import { On, Reaction } from '#platform/events';
import { DrawThumbnails } from '../../media/index.js';
import type { MediaKept } from '../../media/events.js';

/** Outside a transaction: it reads and writes files. Twice is as good as once. */
@On('media.kept', { transaction: false })
export class DrawThumbnailsOnMediaKept extends Reaction<MediaKept> {
  constructor(private readonly drawThumbnails: DrawThumbnails) {
    super();
  }

  /** @throws PicturesUnavailable, PictureBroken */
  async handle({ uploadId }: MediaKept): Promise<void> {
    await this.drawThumbnails.execute(uploadId);
  }
}
