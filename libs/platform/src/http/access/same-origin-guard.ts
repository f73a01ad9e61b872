import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Config } from '#platform/config';
import { Forbidden } from '../answers/generic-errors.js';
import { ACCESS, type Access } from './principals.js';
import { RouteMark } from './route-mark.js';

export const SAME_ORIGIN = 'jishi:same-origin';
export const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses calls from pages of other sites even without a cookie: somebody else could sign a browser in as themselves. */
export const SameOriginOnly = () => SetMetadata(SAME_ORIGIN, true);

/**
 * A browser attaches the cookie of staff whoever made the page that sends the request. SameSite=Strict keeps other sites
 * out, not other hosts of this site, and old browsers do not know it; what the browser says of the page (fetch metadata, Origin)
 * is checked as well. Who sends neither is no browser, or one that knows SameSite at least. Bearer tokens need none of this.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  private readonly publicOrigin: string;
  private readonly sameOrigin: RouteMark<boolean>;
  private readonly access: RouteMark<Access>;

  constructor(reflector: Reflector, { http }: Config) {
    this.sameOrigin = new RouteMark(reflector, SAME_ORIGIN);
    this.access = new RouteMark(reflector, ACCESS);
    this.publicOrigin = new URL(http.publicBaseUrl).origin;
  }

  /** @throws Forbidden */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (SAFE_METHODS.has(request.method) || !this.isAtRisk(context, request)) return true;
    const { 'sec-fetch-site': site = 'none', origin } = request.headers;
    const isOwn = origin === undefined || this.isOwn(origin, request);
    if (!isOwn || (site !== 'none' && site !== 'same-origin')) throw new Forbidden();
    return true;
  }

  private isAtRisk(context: ExecutionContext, { headers }: FastifyRequest): boolean {
    if (this.sameOrigin.of(context)) return true;
    return headers.cookie !== undefined && this.access.of(context)?.for === 'staff';
  }

  /** `Origin: null` is what a page without an origin of its own sends, such as a sandboxed frame. */
  private isOwn(origin: string, { protocol, host }: FastifyRequest): boolean {
    return origin === this.publicOrigin || origin === originOf(`${protocol}://${host}`);
  }
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
