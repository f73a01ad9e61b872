import { Logger } from '@nestjs/common';
import { isDatabaseUnavailable } from '#platform/database';
import type { Invocation, InvokedDelivery } from '#platform/relay';
import { eventIdOf, MOST_EVENT_BYTES } from './function-request.js';

/** Seconds. */
const RETRY_AFTER = '10';
const STATUS: Readonly<Record<Invocation, number>> = { delivered: 200, parked: 200, failed: 503, unknown: 404 };
const log = new Logger('Functions');

/**
 * Answers one invocation with `{"outcome": …}`: 200 delivered or parked, which is not to be sent again; 503 failed, which is; 404
 * unknown, 400 no-event, 405 no-post and 413 too-large, which never will be anything.
 */
export async function answerInvocation(request: Request, delivery: InvokedDelivery): Promise<Response> {
  if (request.method !== 'POST') return answer(405, 'no-post', { Allow: 'POST' });
  if (Number(request.headers.get('content-length') ?? 0) > MOST_EVENT_BYTES) return answer(413, 'too-large');
  const body = await request.text();
  if (body.length > MOST_EVENT_BYTES) return answer(413, 'too-large');
  const id = eventIdOf(request.headers, body);
  if (id === null) return answer(400, 'no-event');
  try {
    const outcome = await delivery.deliver(id);
    return answer(STATUS[outcome], outcome);
  } catch (err) {
    if (isDatabaseUnavailable(err)) log.warn({ eventId: id }, 'The database does not answer: to be invoked again');
    else log.error({ err, eventId: id }, 'A function could not be run');
    return answer(503, 'failed');
  }
}

function answer(status: number, outcome: string, headers: Record<string, string> = {}): Response {
  return Response.json({ outcome }, { status, headers: status === 503 ? { 'Retry-After': RETRY_AFTER } : headers });
}
