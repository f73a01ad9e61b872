import type { FastifyReply } from 'fastify';
import type { Config } from '#platform/config';

interface Cookie {
  readonly name: string;
  /** Of characters that need no encoding (RFC 6265, 4.1.1). */
  readonly value: string;
  /** Seconds; 0 takes it back. */
  readonly maxAge: number;
  readonly path: string;
}

/** Leaves a cookie with the answer: out of reach of scripts and of other sites, and in production over TLS only. */
export function leaveCookie(
  reply: FastifyReply,
  environment: Config['environment'],
  { name, value, maxAge, path }: Cookie,
): void {
  // A browser keeps no Secure cookie that came over plain http, which is how a developer's server is reached.
  const secure = environment === 'production' || reply.request.protocol === 'https' ? '; Secure' : '';
  const attributes = `Max-Age=${maxAge}; Path=${path}; HttpOnly; SameSite=Strict${secure}`;
  void reply.header('Set-Cookie', `${name}=${value}; ${attributes}`);
}
