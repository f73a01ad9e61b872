import type { OutgoingHttpHeader } from 'node:http';
import { Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef, Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { Contexts, TOGETHER } from '#platform/contexts';
import { API_PREFIX, type EnvelopeAdapter, envelopedBytes, JSON_TYPE } from './envelope.js';
import type { EarlyRoute } from './early-routes.js';
import { KnownShoppers } from './known-shoppers.js';
import { isKnown } from './if-none-match.js';
import { languageOf } from './language.js';
import { ACCESS, type Access, type Shopper, type SignedIn } from './principals.js';
import { countAnswer, followAnswer } from './request-figures.js';
import type { ReadyJson } from './ready-json.js';
import { RequestLimits } from './request-limits.js';
import { type Quota, showQuotas } from './too-many-requests.js';

/**
 * Answers requests as they come in, before Nest sees them: those to a marked route whose answer is at hand and whose
 * sender is known. All others go on to the route, and so do those that are beyond a limit.
 */
@Injectable()
export class EarlyAnswers implements OnModuleInit {
  constructor(
    private readonly http: HttpAdapterHost<EnvelopeAdapter>,
    private readonly modules: ModuleRef,
    private readonly reflector: Reflector,
    private readonly shoppers: KnownShoppers,
    @Optional() private readonly limits?: RequestLimits,
    @Optional() private readonly contexts: Contexts = TOGETHER,
  ) {}

  onModuleInit(): void {
    const adapter = this.http.httpAdapter as EnvelopeAdapter | null;
    // A process for one context has to look first whose route it is.
    if (!adapter || this.contexts.own !== null) return;
    for (const route of adapter.earlyRoutes) route.answerBy = this.answerBy(route, adapter);
  }

  private answerBy({ by, places, url }: EarlyRoute, { gate }: EnvelopeAdapter): onRequestHookHandler {
    const answers = this.modules.get(by, { strict: false });
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, places);
    if (access?.for === 'staff') throw new Error(`${url} is for staff: no early answer knows their permissions`);
    const isPublic = access?.for === 'everybody';
    const isEnveloped = url.startsWith(`/${API_PREFIX}/`);
    const limits = isEnveloped ? this.limits : undefined;

    const unchanging = Object.entries({ 'content-type': JSON_TYPE, ...answers.headers }).flat();

    const shopperOf = (request: FastifyRequest) => (isPublic ? null : this.shoppers.peek(request));
    const atHand = (request: FastifyRequest, shopper: Shopper | null) =>
      shopper || isPublic ? answers.answer(request, shopper) : null;

    const send = (request: SignedIn, reply: FastifyReply, ready: ReadyJson, shopper: Shopper | null, began: number) => {
      // For the log, which hears of these as well.
      if (shopper) request.user = shopper;
      const status = isKnown(request.headers['if-none-match'], ready.tag) ? 304 : 200;
      // As a list, which Node writes out as it is.
      const headers: OutgoingHttpHeader[] = [...ready.headers];
      let body = '';
      if (status === 200) {
        body = isEnveloped ? envelopedBytes(ready, languageOf(request), request.id) : ready.bytes;
        headers.push(...unchanging, 'content-length', body.length);
      }
      for (const [name, value] of Object.entries(reply.getHeaders())) headers.push(name, value as OutgoingHttpHeader);
      // Nothing that Fastify does to answers is done to these: only the log and the traces still hear of them.
      reply.hijack();
      reply.raw.writeHead(status, headers);
      reply.raw.end(body, 'latin1');
      countAnswer('GET', url, status, (performance.now() - began) / 1_000);
    };

    return (request, reply, done) => {
      const began = performance.now();
      const shopper = shopperOf(request);
      const ready = atHand(request, shopper);
      const goOn = () => {
        followAnswer(request, reply, url, began);
        done();
      };
      if (!ready) return goOn();
      if (!limits) return send(request, reply, ready, shopper, began);
      const conclude = (counted: readonly Quota[], found: ReadyJson | null) => {
        if (!found || counted.some(({ exceeded }) => exceeded)) {
          limits.keep(request, counted);
          return goOn();
        }
        showQuotas(reply, counted);
        send(request, reply, found, shopper, began);
      };
      const counting = limits.countEarly(request, shopper);
      if (!(counting instanceof Promise)) return conclude(counting, ready);
      gate.enter(reply.raw);
      // What was at hand may be too old by now, or the session revoked.
      counting
        .then((counted) => conclude(counted, atHand(request, shopperOf(request))))
        .catch((error: Error) => {
          followAnswer(request, reply, url, began);
          done(error);
        });
    };
  }
}
