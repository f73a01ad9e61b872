import type { Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, onRequestHookHandler, RouteOptions } from 'fastify';
import findMyWay from 'find-my-way';
import type { AtHand } from './at-hand.js';
import type { EarlyAnswer } from './early-answer.js';
import { followAnswer } from './request-figures.js';

/** Characters of a parameter in a path: no route is for a longer one. */
export const LONGEST_PARAMETER = 200;

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
  atHand: AtHand | null;
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

/** The marked routes of a server, noted as they come: Nest makes them before its providers are initialised. */
export class EarlyRoutes {
  readonly marked: EarlyRoute[] = [];
  /** All that answer to GET, so that a marked one is not taken for another that is nearer to a path. */
  private readonly all = findMyWay({ maxParamLength: LONGEST_PARAMETER });

  noteThoseOf(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', (route) => {
      const mark = markOf(route);
      const noted: EarlyRoute | null = mark ? { ...mark, url: route.url, atHand: null, answerBy: null } : null;
      if ([route.method].flat().includes('GET')) this.all.on('GET', route.url, () => undefined, noted);
      if (!noted) return;
      this.marked.push(noted);
      route.onRequest = function (request, reply, done) {
        if (noted.answerBy) return noted.answerBy.call(this, request, reply, done);
        followAnswer(request, reply, route.url);
        done();
      };
    });
  }

  /** The marked route that a request to this URL would reach; null: it would reach none, or another. */
  find(url: string): { atHand: AtHand; params: object; query: object } | null {
    const found = this.all.find('GET', url);
    const atHand = (found?.store as EarlyRoute | null | undefined)?.atHand;
    return found && atHand ? { atHand, params: found.params, query: found.searchParams } : null;
  }
}
