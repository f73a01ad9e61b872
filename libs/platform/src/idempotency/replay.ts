import type { AnswerHeaders } from '#platform/http';
import type { Made } from './idempotency.js';

/** Tells the client that the answer is to an earlier request with the same key. */
export function sayIfReplayed(reply: AnswerHeaders, made: Made): void {
  if (made.replayed) void reply.header('Idempotency-Replayed', 'true');
}
