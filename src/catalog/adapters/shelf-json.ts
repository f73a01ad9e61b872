import { Injectable } from '@nestjs/common';
import { Config, type Milliseconds } from '#platform/config';
import { ReadyJson } from '#platform/http';

/** For what is not to be kept: it is asked for once, or too old the moment it is kept. */
export const NOT_KEPT = { 'cache-control': 'no-store' };

/** Answers of the shelf with what they tell caches: how long they may be kept, of which revision they are, and a tag. */
@Injectable()
export class ShelfJson {
  private readonly cacheControl: string;

  constructor({ catalog: { cdnTtl, cdnStale } }: Config) {
    this.cacheControl =
      seconds(cdnTtl) === 0
        ? // It may be kept, and its tag must be asked about each time.
          'public, no-cache'
        : `public, max-age=0, s-maxage=${seconds(cdnTtl)}, stale-while-revalidate=${seconds(cdnStale)}`;
  }

  /** @param revision read before the value was: the value is of this revision or of a later one */
  of<T>(value: T, revision: number): ReadyJson<T> {
    return ReadyJson.tagged(value, {
      'cache-control': this.cacheControl,
      // The message of the envelope is Chinese or English.
      vary: 'accept-language',
      'x-catalog-revision': String(revision),
    });
  }
}

const seconds = (time: Milliseconds) => Math.floor(time / 1_000);
