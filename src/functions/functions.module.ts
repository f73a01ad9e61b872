import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { MediaModule } from '../media/index.js';
import { DrawThumbnailsOnMediaKept } from './application/draw-thumbnails-on-media-kept.js';

/** Work nobody waits for. It is done where FUNCTIONS says. */
@Module({ imports: [MediaModule], providers: [DrawThumbnailsOnMediaKept] })
export class FunctionsModule {
  static readonly schema: ContextSchema = { entities: [], migrations: [] };
}
