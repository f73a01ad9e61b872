import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '#platform/config';
import { leaveCookie } from '#platform/http';

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

  /** Hands the secret to the browser, for as long as an unused session lives at least. */
  set(reply: FastifyReply, secret: string): void {
    this.write(reply, secret, Math.floor(this.config.auth.staffSessionTtl / 1000));
  }

  clear(reply: FastifyReply): void {
    this.write(reply, '', 0);
  }

  private write(reply: FastifyReply, value: string, maxAge: number): void {
    leaveCookie(reply, this.config.environment, { name: 'jishi_staff', value, maxAge, path: '/' });
  }
}
