import type { AnswerHeaders } from '#platform/http';
import type { Made } from './idempotency.js';

/** Tells the client that the answer is to an earlier request with the same key. */
export function sayIfReplayed(reply: AnswerHeaders, { replayed }: Pick<Made, 'replayed'>): void {
  if (replayed) void reply.header('Idempotency-Replayed', 'true');
}
