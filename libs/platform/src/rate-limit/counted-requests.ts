import { type ExecutionContext, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import type { DoneFuncWithErrOrRes, FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '#platform/config';
import {
  type Asked,
  genericFailure,
  isApiCall,
  JSON_TYPE,
  type Quota,
  RequestLimits,
  servedBy,
  type Shopper,
  showQuotas,
  type SignedIn,
  TooManyRequests,
} from '#platform/http';
import { clientAddress, hashed } from './client-address.js';
import type { Limiter } from './limiter.js';
import { LOGIN_LIMIT, type TriedFor } from './login-limit.js';
import { LoginAttempts } from './login-attempts.js';
import { RateLimiters } from './rate-limiters.js';

type Handler = ReturnType<ExecutionContext['getHandler']>;

interface Client {
  readonly user?: SignedIn['user'] | undefined;
  readonly ip: string;
}

/**
 * Counts each request below /api/v1 by client: the signed-in user, else the address. A request whose sender is known only by
 * a token that is refused counts for its address, so nobody uses up another one's allowance, and guessing tokens is
 * limited too. Callbacks of WeChat and probes are not counted.
 */
@Injectable()
export class CountedRequests extends RequestLimits implements OnModuleInit {
  private readonly requests: Limiter | null;
  /** Null: what was counted is of no use any more. */
  private readonly counted = new WeakMap<FastifyRequest, readonly Quota[] | null>();

  constructor(
    limiters: RateLimiters,
    { rateLimit: { perMinute } }: Config,
    private readonly logins: LoginAttempts,
    private readonly reflector: Reflector,
    private readonly http: HttpAdapterHost,
  ) {
    super();
    const options = { name: 'requests', points: perMinute, seconds: 60, refusesByItself: true };
    this.requests = perMinute > 0 ? limiters.limiter(options) : null;
  }

  onModuleInit(): void {
    const { requests } = this;
    if (!requests) return;
    const hook = (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: DoneFuncWithErrOrRes) => {
      // What was refused before any guard saw it: no such path, a body that is none. A failure of ours is not held against anybody.
      if (this.counted.has(request) || !isApiCall(request) || reply.statusCode >= 500) return done(null, payload);
      this.countRefused(requests, request, reply, payload).then((sent) => done(null, sent), done);
    };
    servedBy(this.http)?.addHook('onSend', hook);
  }

  private async countRefused(requests: Limiter, request: FastifyRequest, reply: FastifyReply, payload: unknown) {
    const quota = await requests.count(clientOf(request));
    showQuotas(reply, [quota]);
    if (!quota.exceeded) return payload;
    void reply.status(429).header('Retry-After', quota.resetSeconds).type(JSON_TYPE);
    return JSON.stringify(genericFailure(429, request));
  }

  async count(context: ExecutionContext): Promise<void> {
    const request = context.switchToHttp().getRequest<SignedIn>();
    if (!isApiCall(request)) return;
    const before = this.counted.get(request);
    this.counted.set(request, null);
    const quotas = before ?? (await this.countNow(context, request));
    if (quotas.some(({ exceeded }) => exceeded)) throw new TooManyRequests(quotas);
    showQuotas(context.switchToHttp().getResponse<FastifyReply>(), quotas);
  }

  countEarly(
    request: Asked & { readonly body?: unknown },
    shopper: Shopper | null,
    handler?: Handler,
  ): readonly Quota[] | Promise<readonly Quota[]> {
    const { requests } = this;
    const client = { user: shopper ?? undefined, ip: request.ip };
    const login = handler ? this.countLogin(handler, { ...client, body: request.body }) : [];
    if (login.length > 0) return Promise.all([...(requests ? [requests.count(clientOf(client))] : []), ...login]);
    if (!requests) return [];
    const quota = requests.countAlone(clientOf(client));
    return quota ? [quota] : requests.count(clientOf(client)).then((shared) => [shared]);
  }

  keep(request: FastifyRequest, quotas: readonly Quota[]): void {
    this.counted.set(request, quotas);
  }

  private countNow(context: ExecutionContext, request: SignedIn): Promise<Quota[]> {
    return Promise.all([
      ...(this.requests ? [this.requests.count(clientOf(request))] : []),
      ...this.countLogin(context.getHandler(), request),
    ]);
  }

  private countLogin(handler: Handler, request: Client & { readonly body?: unknown }) {
    const { limiter } = this.logins;
    const triedFor = limiter && this.reflector.get<TriedFor | undefined>(LOGIN_LIMIT, handler);
    if (!triedFor) return [];
    const whom = triedFor(request.body);
    const by = limiter.count(clientOf(request));
    return whom === null ? [by] : [by, limiter.count(`for:${hashed(whom)}`)];
  }
}

function clientOf({ user, ip }: Client): string {
  return user ? `${user.kind}:${user.id}` : `address:${hashed(clientAddress(ip))}`;
}
