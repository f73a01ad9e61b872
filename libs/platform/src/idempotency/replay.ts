import type { AnswerHeaders } from '#platform/http';
import type { IdempotentResult } from './idempotency.js';

/** Tells the client that the answer is to an earlier request with the same key. */
export function sayIfReplayed(reply: AnswerHeaders, { replayed }: Pick<IdempotentResult, 'replayed'>): void {
  if (replayed) void reply.header('Idempotency-Replayed', 'true');
}
