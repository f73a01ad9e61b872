import { Injectable } from '@nestjs/common';
import { EarlyAnswer, ReadyJson } from '#platform/http';
import { Readiness } from './readiness.js';

const ALIVE = ReadyJson.of({ status: 'ok', info: {}, error: {}, details: {} });

/** What Terminus says of a process that depends on nothing, until it begins to stop. */
@Injectable()
export class EarlyLiveness extends EarlyAnswer {
  override readonly headers = { 'cache-control': 'no-cache, no-store, must-revalidate' };

  constructor(private readonly readiness: Readiness) {
    super();
  }

  answer(): ReadyJson | null {
    return this.readiness.isStopping ? null : ALIVE;
  }
}
