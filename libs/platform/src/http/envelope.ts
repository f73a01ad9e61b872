import { StreamableFile } from '@nestjs/common';
import { FastifyAdapter, RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Activity } from '#platform/activity';
import type { AnsweredRequest } from '#platform/observability';
import type { BareRequest } from './early/bare-request.js';
import { EarlyRoutes } from './early/early-routes.js';
import { FastPath } from './early/fast-path.js';
import { API_PREFIX, bytesAround, envelopedBytes, JSON_TYPE } from './enveloped-bytes.js';
import { GENERIC_MESSAGES } from './generic-errors.js';
import { languageOf } from './language.js';
import { isKnown } from './if-none-match.js';
import { LoadGate } from './load-gate.js';
import { ReadyJson } from './ready-json.js';
import { envelopeStream, StreamedData } from './streamed-data.js';

/** For routes beside the API that answer as it does. */
export const ENVELOPED = { enveloped: true } as const;

interface BareRoute {
  /** Bodies are JSON, or XML and text as well. */
  readonly anyText?: boolean;
}

/** Marks a route under the API that answers in a form of somebody else's making, such as WeChat's callbacks. Bodies are handed on unparsed: as `rawBody`. */
export const Bare = ({ anyText = false }: BareRoute = {}) => RouteConfig({ bare: true, anyText });

type Marks = BareRoute & { readonly bare?: boolean; readonly enveloped?: boolean };
const marksOf = (config: unknown): Marks => (config as Marks | undefined) ?? {};

/** Fastify makes `routeOptions` at each look: one is enough. */
export function isEnveloped({ routeOptions: { url, config } }: FastifyRequest): boolean {
  const { bare, enveloped } = marksOf(config);
  return (url?.startsWith(`/${API_PREFIX}/`) === true && bare !== true) || enveloped === true;
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
  return marksOf(config).bare === true;
}

/** The envelope of a failure that nothing more is to be said about. */
export function genericFailure(code: number, request: FastifyRequest): object {
  return { code, message: GENERIC_MESSAGES[code]?.[languageOf(request)], data: null, requestId: request.id };
}

/** Fastify that answers every API call with the envelope of docs/conventions.md, but for files, which go as they are. Failures are enveloped by ErrorFilter. */
export class EnvelopeAdapter extends FastifyAdapter {
  readonly gate = new LoadGate();
  readonly earlyRoutes = new EarlyRoutes();
  readonly fastPath = new FastPath(this.getInstance().server);
  /** Hears of answers that Fastify hears nothing of. */
  tellOfEarly: ((answered: AnsweredRequest) => void) | null = null;
  /** Of a request that Fastify hears nothing of, by its method and its route's template. */
  activityOf: (request: BareRequest, route: string) => Activity = ({ method }, route) =>
    new Activity(`${method} ${route}`);

  override reply(...[response, content, statusCode]: Parameters<FastifyAdapter['reply']>): FastifyReply {
    const body: unknown = content;
    const reply = response as FastifyReply;
    if (!('request' in reply) || !isEnveloped(reply.request)) return super.reply(response, body, statusCode);
    if (body instanceof StreamableFile) return super.reply(response, body, statusCode);
    const language = languageOf(reply.request);
    const requestId = reply.request.id;
    if (body instanceof ReadyJson) {
      for (let at = 0; at < body.headers.length; at += 2) reply.header(body.headers[at] ?? '', body.headers[at + 1]);
      if (isKnown(reply.request.headers['if-none-match'], body.tag)) return super.reply(reply, undefined, 304);
      const bytes = Buffer.from(envelopedBytes(body, language, requestId), 'latin1');
      return super.reply(reply.type(JSON_TYPE), bytes, statusCode);
    }
    if (body instanceof StreamedData) {
      const message = GENERIC_MESSAGES[200]?.[language] ?? '';
      const stream = envelopeStream(body, { code: 200, message, requestId });
      return super.reply(response, new StreamableFile(stream, { type: JSON_TYPE }), statusCode);
    }
    return super.reply(
      reply.type(JSON_TYPE),
      bytesAround(JSON.stringify(body ?? null), language, requestId),
      statusCode,
    );
  }
}

/** The envelope around `data`, for the API reference. */
export function enveloped(data: z.ZodType): z.ZodType {
  return z.object({ code: z.literal(200), message: z.string(), data, requestId: z.string() });
}
