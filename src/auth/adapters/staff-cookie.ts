import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '#platform/config';

/** A secret is base64url, so that nothing has to be encoded (RFC 6265, 4.1.1). */
const COOKIE = /(?:^|; ?)jishi_staff=([\w-]{43})(?=;|$)/;

/** The cookie that holds the secret of a staff session. */
@Injectable()
export class StaffCookie {
  constructor(private readonly config: Config) {}

  /** The secret a request brings, or null. */
  read({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
    return COOKIE.exec(headers.cookie ?? '')?.[1] ?? null;
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
    const attributes = `Max-Age=${maxAge}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
    void reply.header('Set-Cookie', `jishi_staff=${value}; ${attributes}`);
  }
}
