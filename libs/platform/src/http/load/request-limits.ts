import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Shopper } from '#platform/principals';
import type { Asked } from '../early/early-answer.js';
import type { Quota } from './too-many-requests.js';

/** Counts requests once it is known who sends them. Where none is provided nothing is counted. */
export abstract class RequestLimits {
  /** @throws TooManyRequests */
  abstract count(context: ExecutionContext): Promise<void>;

  /**
   * Counts a request to the API that may be answered before any guard sees it. Returns at once where this process counts
   * alone, and a promise where counts are shared in Redis.
   * @param handler of the request's route, for the limits that are marked on it; may be left out for a route without such marks
   */
  abstract countEarly(
    request: Asked & { readonly body?: unknown },
    shopper: Shopper | null,
    handler?: ReturnType<ExecutionContext['getHandler']>,
  ): readonly Quota[] | Promise<readonly Quota[]>;

  /** The request goes on to the guards after all: `count` goes by these quotas and does not count it again. */
  abstract keep(request: FastifyRequest, quotas: readonly Quota[]): void;
}
