import { Readable } from 'node:stream';
import { Controller, Delete, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import {
  Answers,
  AnswersImage,
  CurrentShopper,
  isKnown,
  Public,
  type Shopper,
  Tag,
  Tagged,
  TakesFile,
} from '#platform/http';
import { MOST_BYTES } from '../application/pictures.js';
import { RemoveUpload } from '../application/remove-upload.js';
import { ShowPicture } from '../application/show-picture.js';
import { UploadPicture } from '../application/upload-picture.js';
import { IncomingPictures } from './incoming-pictures.js';
import { THUMBNAIL_SIDES, type ThumbnailSide } from '../domain/thumbnail.js';
import { headersOf } from './picture-headers.js';
import { UploadQueries, uploaded, type Uploaded } from './upload.queries.js';

/** Pixels of the longest side that are enough. */
const size = z.enum(THUMBNAIL_SIDES.map(String) as ['200', '800']).transform((text) => Number(text) as ThumbnailSide);
const pictureQuery = z.object({ size: size.optional() });

@Tag('media')
@Controller('uploads')
export class UploadsController {
  constructor(
    private readonly incoming: IncomingPictures,
    private readonly uploadPicture: UploadPicture,
    private readonly showPicture: ShowPicture,
    private readonly removeUpload: RemoveUpload,
    private readonly queries: UploadQueries,
  ) {}

  @Post()
  @TakesFile('file', { most: MOST_BYTES })
  @Answers('Upload a picture: JPEG, PNG, WebP or GIF, at most 2 MB', { status: 201, data: uploaded, refusals: [1001] })
  upload(
    @CurrentShopper() { kind, id }: Shopper,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<Uploaded> {
    const uploader = { kind, id };
    return this.incoming.receive(request, uploader, async (file) => {
      const made = await this.uploadPicture.execute({ uploader, file, actor, key: null });
      return this.queries.uploaded(made.id);
    });
  }

  @Get(':name')
  @Public()
  @AnswersImage('A picture; who has its address may see it. `size`: a smaller one, as soon as it is drawn', {})
  @Tagged()
  async show(
    @Param('name') name: string,
    @Query({ schema: pictureQuery }) { size }: z.output<typeof pictureQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const upload = await this.showPicture.facts(name);
    const shown = await this.showPicture.sized(upload, size);
    const headers = headersOf(upload, shown);
    if (isKnown(request.headers['if-none-match'], headers.ETag)) {
      await reply.status(304).headers(headers).send();
      return;
    }
    // HEAD looks at no file. Of an empty stream Fastify leaves the length as it is said.
    const content =
      request.method === 'HEAD' ? Readable.from([]) : (await this.showPicture.file(upload, shown.facts)).stream;
    await reply
      .status(200)
      .headers({ ...headers, 'Content-Type': shown.facts.type, 'Content-Length': shown.facts.bytes })
      .send(content);
  }

  @Delete(':name')
  @Answers('Delete a picture of your own')
  async remove(
    @Param('name') name: string,
    @CurrentShopper() { kind, id }: Shopper,
    @CurrentActor() actor: Actor,
  ): Promise<null> {
    await this.removeUpload.execute({ name, uploader: { kind, id }, actor });
    return null;
  }
}
