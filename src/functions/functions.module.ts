import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { MediaModule } from '../media/index.js';
import { ReportingModule } from '../reporting/index.js';
import { DrawThumbnailsOnMediaKept } from './application/draw-thumbnails-on-media-kept.js';
import { MakeReportOnReportRequested } from './application/make-report-on-report-requested.js';

/** Work nobody waits for. It is done where FUNCTIONS says. */
@Module({
  imports: [MediaModule, ReportingModule],
  providers: [DrawThumbnailsOnMediaKept, MakeReportOnReportRequested],
})
export class FunctionsModule {
  static readonly schema: ContextSchema = { entities: [], migrations: [] };
}
