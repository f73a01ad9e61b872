import { fastifyCookie } from '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '#platform/config';

const NAME = 'jishi_staff';
const SECRET = /^[\w-]{43}$/;

/** The cookie that holds the secret of a staff session. */
@Injectable()
export class StaffCookie {
  constructor(private readonly config: Config) {}

  /** The secret a request brings, or null. */
  read({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
    const secret = headers.cookie === undefined ? undefined : fastifyCookie.parse(headers.cookie)[NAME];
    return secret !== undefined && SECRET.test(secret) ? secret : null;
  }

  /** Hands the secret to the browser, for as long as an unused session lives. */
  set(reply: FastifyReply, secret: string): void {
    this.write(reply, secret, Math.floor(this.config.auth.staffSessionTtl / 1000));
  }

  clear(reply: FastifyReply): void {
    this.write(reply, '', 0);
  }

  private write(reply: FastifyReply, value: string, maxAge: number): void {
    // A browser keeps no Secure cookie that came over plain http, which is how a developer's server is reached.
    const secure = this.config.environment === 'production' || reply.request.protocol === 'https';
    const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge } as const;
    void reply.header('Set-Cookie', fastifyCookie.serialize(NAME, value, attributes));
  }
}
