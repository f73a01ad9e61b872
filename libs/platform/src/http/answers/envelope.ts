import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { API_PREFIX } from './enveloped-bytes.js';
import { GENERIC_MESSAGES } from './generic-errors.js';
import { languageOf } from './language.js';

/** For routes beside the API that answer as it does. */
export const ENVELOPED = { enveloped: true } as const;

interface UnenvelopedRoute {
  /** Bodies are JSON, or XML and text as well. */
  readonly anyText?: boolean;
}

/** Marks a route under the API that answers in a form of somebody else's making, such as WeChat's callbacks. Bodies are handed on unparsed: as `rawBody`. */
export const Unenveloped = ({ anyText = false }: UnenvelopedRoute = {}) => RouteConfig({ enveloped: false, anyText });

type Marks = UnenvelopedRoute & { readonly enveloped?: boolean };
const marksOf = (config: unknown): Marks => (config as Marks | undefined) ?? {};

/** Fastify makes `routeOptions` at each look: one is enough. */
export function isEnveloped({ routeOptions: { url, config } }: FastifyRequest): boolean {
  const { enveloped } = marksOf(config);
  return enveloped ?? url?.startsWith(`/${API_PREFIX}/`) === true;
}

export function takesAnyText({ routeOptions: { config } }: FastifyRequest): boolean {
  return marksOf(config).anyText === true;
}

/** Whether a request is one of the API's own: not a probe, a page or a callback. Paths that do not exist count by their beginning. */
export function isApiCall(request: FastifyRequest): boolean {
  const { is404, url, routeOptions } = request;
  if (is404) return url.startsWith(`/${API_PREFIX}/`);
  return routeOptions.url?.startsWith(`/${API_PREFIX}/`) === true && isEnveloped(request);
}

/** Whether a request is WeChat's: under the API, and answered in its form. */
export function isCallback({ routeOptions: { config } }: FastifyRequest): boolean {
  return marksOf(config).enveloped === false;
}

/** The envelope of a failure that nothing more is to be said about. */
export function genericFailure(code: number, request: FastifyRequest): object {
  return { code, message: GENERIC_MESSAGES[code]?.[languageOf(request)], data: null, requestId: request.id };
}

/** The envelope around `data`, for the API reference. */
export function enveloped(data: z.ZodType): z.ZodType {
  return z.object({ code: z.literal(200), message: z.string(), data, requestId: z.string() });
}
