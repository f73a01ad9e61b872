import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { servedBy } from '#platform/http';
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
    const fastify = servedBy(this.http);
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
