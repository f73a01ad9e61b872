import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '#platform/config';
import { fileOf, TooManyRequests } from '#platform/http';
import { type Limiter, RateLimiters } from '#platform/rate-limit';
import { PicturesUnavailable } from '../domain/errors.js';
import type { Uploader } from '../domain/upload.js';

/** Pictures that are read, drawn or written at the same time by one process: each is in memory meanwhile. */
const AT_ONCE = 24;

/** Lets pictures in: no more from one person than RATE_LIMIT_UPLOADS_PER_MINUTE, and no more at once than fit. */
@Injectable()
export class IncomingPictures {
  private readonly limiter: Limiter | null;
  private underWay = 0;

  constructor(limiters: RateLimiters, { rateLimit: { uploadsPerMinute } }: Config) {
    const options = { name: 'uploads', points: uploadsPerMinute, seconds: 60, refusesByItself: true };
    this.limiter = uploadsPerMinute > 0 ? limiters.limiter(options) : null;
  }

  /** @throws TooManyRequests, PicturesUnavailable, and what `fileOf` throws */
  async receive<T>(request: FastifyRequest, { kind, id }: Uploader, work: (file: Buffer) => Promise<T>): Promise<T> {
    const quota = await this.limiter?.count(`${kind}:${id}`);
    if (quota?.exceeded) throw new TooManyRequests([quota]);
    if (this.underWay >= AT_ONCE) throw new PicturesUnavailable(1);
    this.underWay++;
    try {
      return await work(await fileOf(request));
    } finally {
      this.underWay--;
    }
  }
}
