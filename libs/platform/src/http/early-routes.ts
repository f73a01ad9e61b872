import type { Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify';
import type { Shopper } from './principals.js';
import type { ReadyJson } from './ready-json.js';
import { followAnswer } from './request-figures.js';

/** What a route can answer at once while all it takes is in this process (docs/adr/0031). */
export abstract class EarlyAnswer {
  /** Besides those that every answer has. */
  readonly headers: Readonly<Record<string, string>> = {};

  /**
   * What the route would answer with 200 this moment, or 304 to who has it already, or null when that is not at hand or not certain: then it is asked.
   * Neither waits nor changes anything, and does not throw.
   * @param shopper who asks; null on a public route
   */
  abstract answer(request: FastifyRequest, shopper: Shopper | null): ReadyJson | null;
}

interface Mark {
  readonly by: Type<EarlyAnswer>;
  /** Where the route's other marks are: its handler and its controller. */
  readonly places: [handler: (...args: never[]) => unknown, controller: Type];
}

/** Marks a GET route that a provider of its module may answer early. It is for everybody or for shoppers, and not bare. */
export function AnsweredEarly(by: Type<EarlyAnswer>): MethodDecorator {
  return (target, key, descriptor) => {
    const early: Mark = { by, places: [descriptor.value as Mark['places'][0], target.constructor as Type] };
    RouteConfig({ early })(target, key, descriptor as TypedPropertyDescriptor<unknown>);
  };
}

/** A marked route. It answers as any other until it is told how to answer early. */
export interface EarlyRoute extends Mark {
  readonly url: string;
  answerBy: onRequestHookHandler | null;
}

/** Fastify adds a HEAD route to each GET route, with its config: that one is never answered early. */
function markOf({ config, method }: Pick<RouteOptions, 'config' | 'method'>): Mark | undefined {
  return method === 'GET' ? ((config ?? {}) as { early?: Mark }).early : undefined;
}

/** Whether requests to this route may be answered early. */
export function isMarked(route: Pick<RouteOptions, 'config' | 'method'>): boolean {
  return markOf(route) !== undefined;
}

/** Notes the marked routes as they come: Nest makes them before its providers are initialised. */
export function noteEarlyRoutes(fastify: FastifyInstance, noted: EarlyRoute[]): void {
  fastify.addHook('onRoute', (route) => {
    const early = markOf(route);
    if (!early) return;
    const noting: EarlyRoute = { ...early, url: route.url, answerBy: null };
    noted.push(noting);
    route.onRequest = function (request, reply, done) {
      if (noting.answerBy) return noting.answerBy.call(this, request, reply, done);
      followAnswer(request, reply, route.url);
      done();
    };
  });
}
