import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { currentActivity } from '#platform/activity';
import type { Config, Milliseconds } from '#platform/config';
import { API_PREFIX } from '../answers/enveloped-bytes.js';
import { leaveCookie } from '../requests/cookies.js';
import { SAFE_METHODS } from './same-origin-guard.js';

const STAFF_PREFIX = `/${API_PREFIX}/admin`;
const COOKIE = 'jishi_wrote';
const WROTE = new RegExp(`(?:^|; ?)${COOKIE}=1(?=;|$)`);
/** Time for the answer to arrive. */
const ON_THE_WAY: Milliseconds = 1_000;

/**
 * Lists of staff may come from a replica. Whoever has just changed something is to find it there: each answer to a change
 * leaves a cookie that is gone when every replica has the change, and whoever brings it reads from the primary. So the promise holds
 * whichever process answers, with Redis or without, for a client that keeps cookies. A change that failed may have been done.
 * @param mostBehind what is read from a replica is at most so old
 */
export function followStaffWrites(
  fastify: FastifyInstance,
  environment: Config['environment'],
  mostBehind: Milliseconds,
): void {
  const maxAge = Math.ceil((mostBehind + ON_THE_WAY) / 1_000);
  const look = (request: FastifyRequest, _reply: FastifyReply, done: () => void) => {
    const activity = currentActivity();
    if (activity) activity.seesOwnWrites = WROTE.test(request.headers.cookie ?? '');
    done();
  };
  const leave = (_request: FastifyRequest, reply: FastifyReply, _payload: unknown, done: () => void) => {
    leaveCookie(reply, environment, { name: COOKIE, value: '1', maxAge, path: STAFF_PREFIX });
    done();
  };
  fastify.addHook('onRoute', (route) => {
    if (!route.url.startsWith(`${STAFF_PREFIX}/`)) return;
    if ([route.method].flat().every((method) => SAFE_METHODS.has(method))) {
      route.preHandler = [look, ...[route.preHandler ?? []].flat()];
    } else {
      route.onSend = [leave, ...[route.onSend ?? []].flat()];
    }
  });
}
