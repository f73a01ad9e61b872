import type { Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, onRequestHookHandler, RouteOptions } from 'fastify';
import findMyWay from 'find-my-way';
import { followAnswer } from '../load/request-figures.js';
import type { DirectCall } from './direct-call.js';
import type { EarlyAnswer } from './early-answer.js';
import type { EarlyResponder } from './early-responder.js';

/** Characters of a parameter in a path: no route is for a longer one. */
export const LONGEST_PARAMETER = 200;

type Places = [handler: (...args: never[]) => unknown, controller: Type];

interface Mark {
  /** Null: by its handler itself. */
  readonly by: Type<EarlyAnswer> | null;
  /** Where the route's other marks are: its handler and its controller. */
  readonly places: Places;
}

function marked(by: Mark['by']): MethodDecorator {
  return (target, key, descriptor) => {
    const early: Mark = { by, places: [descriptor.value as Places[0], target.constructor as Type] };
    RouteConfig({ early })(target, key, descriptor as TypedPropertyDescriptor<unknown>);
  };
}

/** Marks a GET route that a provider of its module may answer early. It is for everybody or for shoppers, and enveloped. */
export const AnsweredEarly = (by: Type<EarlyAnswer>) => marked(by);

/**
 * Marks a route whose handler may be called without Node's, Fastify's and Nest's ways to it, where its request is plain and its
 * sender known (docs/adr/0054). A GET or POST of the API for everybody or for shoppers, whose handler takes what
 * HandlerParameters knows and answers with data.
 */
export const CalledDirectly = () => marked(null);

/** A marked route. It answers as any other until it is told how to answer early. */
export interface EarlyRoute extends Mark {
  readonly method: 'GET' | 'POST';
  /** Its template. */
  readonly url: string;
  responder: EarlyResponder | null;
  call: DirectCall | null;
  /** Runs before all that the route does by itself. */
  answerBy: onRequestHookHandler | null;
}

/** What a request found. */
export interface Reached {
  readonly route: EarlyRoute;
  readonly params: object;
  readonly query: object;
}

/** Fastify adds a HEAD route to each GET route, with its config: that one is never answered early. */
function markOf({ config, method }: Pick<RouteOptions, 'config' | 'method'>): Mark | undefined {
  return method === 'GET' || method === 'POST' ? ((config ?? {}) as { early?: Mark }).early : undefined;
}

/** Whether requests to this route may be answered early, by something else than its handler. */
export function isAnsweredEarly(route: Pick<RouteOptions, 'config' | 'method'>): boolean {
  return (markOf(route)?.by ?? null) !== null;
}

/** The marked routes of a server, noted as they come: Nest makes them before its providers are initialised. */
export class EarlyRoutes {
  readonly marked: EarlyRoute[] = [];
  /** All that answer to GET or POST, so that a marked one is not taken for another that is nearer to a path. */
  private readonly all = findMyWay({ maxParamLength: LONGEST_PARAMETER });

  noteThoseOf(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', (route) => {
      const mark = markOf(route);
      const method = route.method as EarlyRoute['method'];
      const noted: EarlyRoute | null = mark
        ? { ...mark, method, url: route.url, responder: null, call: null, answerBy: null }
        : null;
      for (const one of ['GET', 'POST'] as const) {
        if ([route.method].flat().includes(one)) this.all.on(one, route.url, () => undefined, noted);
      }
      if (!noted) return;
      this.marked.push(noted);
      const answer: onRequestHookHandler = function (request, reply, done) {
        if (noted.answerBy) return noted.answerBy.call(this, request, reply, done);
        if (noted.by) followAnswer(request, reply, route.url);
        done();
      };
      route.onRequest = [answer, ...[route.onRequest ?? []].flat()];
    });
  }

  /** The marked route that this request would reach; null: it would reach none, or another. */
  find(method: 'GET' | 'POST', url: string): Reached | null {
    const found = this.all.find(method, url);
    const route = found?.store as EarlyRoute | null | undefined;
    return found && route ? { route, params: found.params, query: found.searchParams } : null;
  }
}
