import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { StaffCookie } from './staff-cookie.js';

/** Sends the cookie again with the answer to a request that extended its session, so that both live equally long. */
@Injectable()
export class StaffCookieExtension implements OnModuleInit {
  private readonly extended = new WeakMap<FastifyRequest, string>();

  constructor(
    private readonly http: HttpAdapterHost,
    private readonly cookie: StaffCookie,
  ) {}

  onModuleInit(): void {
    const adapter = this.http.httpAdapter as HttpAdapterHost['httpAdapter'] | null;
    // An operator's command runs without HTTP, and Nest has no adapter then.
    const fastify = adapter?.getInstance<FastifyInstance>();
    fastify?.addHook('onSend', (request: FastifyRequest, reply: FastifyReply, _payload: unknown, done: () => void) => {
      const secret = this.extended.get(request);
      // Signing in or out chose another cookie already.
      if (secret !== undefined && !reply.hasHeader('Set-Cookie')) this.cookie.set(reply, secret);
      done();
    });
  }

  /** Notes that the session behind this secret was extended by the request. */
  note(request: FastifyRequest, secret: string): void {
    this.extended.set(request, secret);
  }
}
