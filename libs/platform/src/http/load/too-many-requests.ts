import type { FastifyReply } from 'fastify';
import { DomainError } from '#kernel';

/** What a client has used up of one limit, and what is left of it. */
export interface Quota {
  readonly limit: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Until the window ends and all of it is there again; at least 1. */
  readonly resetSeconds: number;
  /** Whether this request was beyond the limit. */
  readonly exceeded: boolean;
}

/** Beyond a limit of ours (RFC 6585, 4). */
export class TooManyRequests extends DomainError {
  readonly retryAfterSeconds: number;

  constructor(readonly quotas: readonly Quota[]) {
    super({
      code: 429,
      kind: 'rate-limited',
      zh: '请求过于频繁，请稍后再试',
      en: 'Too many requests, try again later',
    });
    this.retryAfterSeconds = nearest(quotas)?.resetSeconds ?? 1;
  }
}

/**
 * Tells the client what is left: the fields of draft-ietf-httpapi-ratelimit-headers-06, the last that has them one by
 * one, which is what clients read. Of several limits the one that is nearest to its end is shown, as section 2 asks.
 */
export function quotaHeaders(quotas: readonly Quota[]): Readonly<Record<string, string | number>> {
  const shown = nearest(quotas);
  if (!shown) return {};
  return {
    'ratelimit-limit': shown.limit,
    'ratelimit-remaining': shown.remaining,
    'ratelimit-reset': shown.resetSeconds,
    'ratelimit-policy': [...new Set(quotas.map(({ limit, windowSeconds }) => `${limit};w=${windowSeconds}`))].join(
      ', ',
    ),
  };
}

/** Puts `quotaHeaders` on an answer of Fastify's. */
export function showQuotas(reply: FastifyReply, quotas: readonly Quota[]): void {
  void reply.headers(quotaHeaders(quotas));
}

/** Of those that are exceeded the one that lasts longest, else the one with the least left. */
function nearest(quotas: readonly Quota[]): Quota | undefined {
  const longest = quotas.filter(({ exceeded }) => exceeded).sort((a, b) => b.resetSeconds - a.resetSeconds)[0];
  return longest ?? [...quotas].sort((a, b) => a.remaining - b.remaining)[0];
}
