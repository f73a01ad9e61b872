import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '#platform/config';
import { fileOf, TooManyRequests } from '#platform/http';
import { type Limiter, RateLimiters } from '#platform/rate-limit';
import { PicturesUnavailable } from '../domain/errors.js';
import type { Uploader } from '../domain/upload.js';

/** Pictures that are read, drawn or written at the same time by one process: each is in memory meanwhile. */
const AT_ONCE = 24;
/**
 * Of these, the places that anybody may have several of, and more than the ten requests of a phone at once. The others are
 * for who has none: a few people who send slowly, or never send the end, do not keep everybody out.
 */
const SEVERAL = 12;

/** Lets pictures in: no more from one person than RATE_LIMIT_UPLOADS_PER_MINUTE, and no more at once than fit, or keep others out. */
@Injectable()
export class IncomingPictures {
  private readonly limiter: Limiter | null;
  /** Who has sent each that is under way. */
  private readonly underWay: string[] = [];

  constructor(limiters: RateLimiters, { rateLimit: { uploadsPerMinute } }: Config) {
    const options = { name: 'uploads', points: uploadsPerMinute, seconds: 60, refusesByItself: true };
    this.limiter = uploadsPerMinute > 0 ? limiters.limiter(options) : null;
  }

  /** @throws TooManyRequests, PicturesUnavailable, and what `fileOf` throws */
  async receive<T>(request: FastifyRequest, { kind, id }: Uploader, work: (file: Buffer) => Promise<T>): Promise<T> {
    const who = `${kind}:${id}`;
    const quota = await this.limiter?.count(who);
    if (quota?.exceeded) throw new TooManyRequests([quota]);
    if (!this.hasPlaceFor(who)) throw new PicturesUnavailable(1);
    this.underWay.push(who);
    try {
      return await work(await fileOf(request));
    } finally {
      this.underWay.splice(this.underWay.indexOf(who), 1);
    }
  }

  private hasPlaceFor(who: string): boolean {
    return this.underWay.length < (this.underWay.includes(who) ? SEVERAL : AT_ONCE);
  }
}
