import type { FastifyRequest } from 'fastify';
import type { Shopper } from './principals.js';
import type { ReadyJson } from './ready-json.js';

/** A request, as far as an early answer may look at it. */
export type Asked = Pick<FastifyRequest, 'headers' | 'id' | 'ip' | 'params' | 'query' | 'url'>;

/** What a route can answer at once while all it takes is in this process (docs/adr/0031). */
export abstract class EarlyAnswer {
  /** Besides those that every answer has. */
  readonly headers: Readonly<Record<string, string>> = {};

  /**
   * What the route would answer with 200 this moment, or 304 to who has it already, or null when that is not at hand or not certain: then it is asked.
   * Neither waits nor changes anything, and does not throw.
   * @param shopper who asks; null on a public route
   */
  abstract answer(request: Asked, shopper: Shopper | null): ReadyJson | null;
}
