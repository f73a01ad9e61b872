import type { OutgoingHttpHeader } from 'node:http';
import { Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef, Reflector } from '@nestjs/core';
import type { onRequestHookHandler } from 'fastify';
import { Config } from '#platform/config';
import { Contexts, TOGETHER } from '#platform/contexts';
import { tracing } from '#platform/tracing';
import { KnownShoppers } from '../access/known-shoppers.js';
import { ACCESS, type Access, type SignedIn } from '../access/principals.js';
import type { EnvelopeAdapter } from '../envelope-adapter.js';
import { countAnswer, followAnswer } from '../load/request-figures.js';
import { RequestLimits } from '../load/request-limits.js';
import { type Quota, showQuotas } from '../load/too-many-requests.js';
import { DirectCall } from './direct-call.js';
import { EarlyResponder } from './early-responder.js';
import type { EarlyRoute } from './early-routes.js';
import { RawAnswers } from './raw-answers.js';

/**
 * Answers requests to marked routes whose answer is at hand, or can be read, and whose sender is known: as they come in, before
 * Nest sees them, and on connections that are kept alive before Node does. There the handlers of some are called directly, too.
 * All others go on to the route, and so do those that are beyond a limit.
 */
@Injectable()
export class EarlyAnswers implements OnModuleInit {
  constructor(
    private readonly http: HttpAdapterHost<EnvelopeAdapter>,
    private readonly modules: ModuleRef,
    private readonly reflector: Reflector,
    private readonly shoppers: KnownShoppers,
    private readonly config: Config,
    @Optional() private readonly limits?: RequestLimits,
    @Optional() private readonly contexts: Contexts = TOGETHER,
  ) {}

  onModuleInit(): void {
    const adapter = this.http.httpAdapter as EnvelopeAdapter | null;
    // A process for one context has to look first whose route it is.
    if (!adapter || this.contexts.own !== null) return;
    const raw = new RawAnswers(adapter, this.config.http.trustProxy);
    for (const route of adapter.earlyRoutes.marked) this.prepare(route, adapter, raw);
    // Spans are made of what Fastify tells.
    if (!tracing) adapter.fastPath.open((bytes, socket) => raw.answer(bytes, socket));
  }

  private prepare(route: EarlyRoute, adapter: EnvelopeAdapter, raw: RawAnswers): void {
    const { by, places, url } = route;
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, places);
    if (access?.for === 'staff') throw new Error(`${url} is for staff: no early answer knows their permissions`);
    const isPublic = access?.for === 'everybody';
    if (by) {
      const answers = this.modules.get(by, { strict: false });
      route.responder = new EarlyResponder(url, answers, isPublic, this.shoppers, this.limits, adapter.gate);
      route.answerBy = this.hookOf(route.responder, raw);
    } else {
      route.call = this.callOf(route, isPublic, adapter);
      route.answerBy = this.countOnce(raw);
    }
  }

  private callOf(
    { method, url, places: [handler, controller] }: EarlyRoute,
    isPublic: boolean,
    adapter: EnvelopeAdapter,
  ) {
    return new DirectCall(
      { method, url, controller, handler, isPublic },
      {
        instance: this.modules.get<object>(controller, { strict: false }),
        shoppers: this.shoppers,
        limits: this.limits ?? null,
        gate: adapter.gate,
        activityOf: (request, route) => adapter.activityOf(request, route),
      },
    );
  }

  /** A direct call that passed the request on may have counted it. */
  private countOnce(raw: RawAnswers): onRequestHookHandler {
    return (request: SignedIn, _reply, done) => {
      const counted = raw.takePassed(request.raw)?.counted;
      if (counted) this.limits?.keep(request, counted);
      done();
    };
  }

  private hookOf(responder: EarlyResponder, raw: RawAnswers): onRequestHookHandler {
    return (request: SignedIn, reply, done) => {
      const began = performance.now();
      const pass = (counted: readonly Quota[] | null, failure?: Error) => {
        if (counted) this.limits?.keep(request, counted);
        followAnswer(request, reply, responder.url, began);
        if (failure) showQuotas(reply, counted ?? []);
        done(failure);
      };
      const passed = raw.takePassed(request.raw);
      if (passed) return pass(passed.counted);
      const decided = responder.decide(request, {
        pass,
        send: (found, counted) => {
          // For the log, which hears of these as well.
          if (found.shopper) request.user = found.shopper;
          showQuotas(reply, counted);
          const body = responder.bodyOf(found, request);
          const headers = responder.headersOf(found, body);
          for (const [name, value] of Object.entries(reply.getHeaders())) headers.push(name, value as string);
          // Nothing that Fastify does to answers is done to these: only the log and the traces still hear of them.
          reply.hijack();
          // As a list, which Node writes out as it is.
          const status = body === null ? 304 : 200;
          reply.raw.writeHead(status, headers as OutgoingHttpHeader[]);
          reply.raw.end(body ?? '', 'latin1');
          countAnswer('GET', responder.url, status, (performance.now() - began) / 1_000);
        },
      });
      if (decided instanceof Promise) decided.catch((error: Error) => pass(null, error));
    };
  }
}
