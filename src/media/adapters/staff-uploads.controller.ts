import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, CurrentActor } from '#platform/audit';
import { Answers, CurrentStaff, ForStaff, type Staff, Tag, TakesFile } from '#platform/http';
import { type IdempotencyKey, OptionalIdempotencyKey, sayIfReplayed, withFile } from '#platform/idempotency';
import { MOST_BYTES } from '../application/pictures.js';
import { UploadPicture } from '../application/upload-picture.js';
import { IncomingPictures } from './incoming-pictures.js';
import { UploadQueries, uploaded, type Uploaded } from './upload.queries.js';

@Tag('media')
@Controller('admin/uploads')
export class StaffUploadsController {
  constructor(
    private readonly incoming: IncomingPictures,
    private readonly uploadPicture: UploadPicture,
    private readonly queries: UploadQueries,
  ) {}

  @Post()
  @ForStaff('catalog:write')
  @TakesFile('file', { most: MOST_BYTES })
  @Answers('Upload a picture of a product', { status: 201, data: uploaded, refusals: [4003, 4004, 4005] })
  upload(
    @CurrentStaff() { kind, id }: Staff,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Uploaded> {
    const uploader = { kind, id };
    return this.incoming.receive(request, uploader, async (file) => {
      const made = await this.uploadPicture.execute({ uploader, file, actor, key: key && withFile(key, file) });
      sayIfReplayed(reply, made);
      return this.queries.uploaded(made.id);
    });
  }
}
