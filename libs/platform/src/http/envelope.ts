import { StreamableFile } from '@nestjs/common';
import { FastifyAdapter, RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GENERIC_MESSAGES } from './generic-errors.js';
import { languageOf } from './language.js';
import { envelopeStream, StreamedData } from './streamed-data.js';

export const API_PREFIX = 'api/v1';
const JSON_TYPE = 'application/json; charset=utf-8';

/** Marks a route under the API that answers in a form of somebody else's making, such as WeChat's callbacks. */
export const Bare = () => RouteConfig({ bare: true });

export function isEnveloped(request: FastifyRequest): boolean {
  const { url, config } = request.routeOptions;
  if (!url?.startsWith(`/${API_PREFIX}/`)) return false;
  return (config as { bare?: boolean } | undefined)?.bare !== true;
}

/** Fastify that answers every API call with the envelope of docs/conventions.md, but for files, which go as they are. Failures are enveloped by ErrorFilter. */
export class EnvelopeAdapter extends FastifyAdapter {
  override reply(...[response, content, statusCode]: Parameters<FastifyAdapter['reply']>): FastifyReply {
    const body: unknown = content;
    const reply = response as FastifyReply;
    if (!('request' in reply) || !isEnveloped(reply.request)) return super.reply(response, body, statusCode);
    if (body instanceof StreamableFile) return super.reply(response, body, statusCode);
    const message = GENERIC_MESSAGES[200]?.[languageOf(reply.request)] ?? '';
    const requestId = reply.request.id;
    if (body instanceof StreamedData) {
      const stream = envelopeStream(body, { code: 200, message, requestId });
      return super.reply(response, new StreamableFile(stream, { type: JSON_TYPE }), statusCode);
    }
    return super.reply(response, { code: 200, message, data: body ?? null, requestId }, statusCode);
  }
}

/** The envelope around `data`, for the API reference. */
export function enveloped(data: z.ZodType): z.ZodType {
  return z.object({ code: z.literal(200), message: z.string(), data, requestId: z.string() });
}
