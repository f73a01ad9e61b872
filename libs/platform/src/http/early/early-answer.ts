import type { FastifyRequest } from 'fastify';
import type { Shopper } from '#platform/principals';
import type { ReadyJson } from '../answers/ready-json.js';

/** A request, as far as an early answer may look at it. */
export type Asked = Pick<FastifyRequest, 'headers' | 'id' | 'ip' | 'params' | 'query' | 'url'>;

/** What a route can answer before Nest sees the request (docs/adr/0031). */
export abstract class EarlyAnswer {
  /** Besides those that every answer has. */
  readonly headers: Readonly<Record<string, string>> = {};

  /**
   * What the route would answer with 200 this moment, or 304 to who has it already, or null when that is not at hand or not certain: then it is asked.
   * Neither waits nor changes anything, and does not throw.
   * @param shopper who asks; null on a public route
   */
  abstract answer(request: Asked, shopper: Shopper | null): ReadyJson | null;

  /**
   * On a public route, where `answer` has nothing at hand: what it would have, once it is read. Null where the route is to be asked all the same. It changes
   * nothing, and rejects with what the route would fail with.
   */
  read?(request: Asked): Promise<ReadyJson | null>;
}
