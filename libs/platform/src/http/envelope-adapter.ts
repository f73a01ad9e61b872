import { StreamableFile } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Activity } from '#platform/activity';
import type { AnsweredRequest } from '#platform/observability';
import { isEnveloped } from './answers/envelope.js';
import { bytesAround, envelopedBytes, JSON_TYPE } from './answers/enveloped-bytes.js';
import { GENERIC_MESSAGES } from './answers/generic-errors.js';
import { isKnown } from './answers/if-none-match.js';
import { languageOf } from './answers/language.js';
import { ReadyJson } from './answers/ready-json.js';
import { envelopeStream, StreamedData } from './answers/streamed-data.js';
import { EarlyRoutes } from './early/early-routes.js';
import { FastPath } from './early/fast-path.js';
import type { RawRequest } from './early/raw-request.js';
import { LoadGate } from './load/load-gate.js';

/** Fastify that answers every API call with the envelope of docs/conventions.md, but for files, which go as they are. Failures are enveloped by ErrorFilter. */
export class EnvelopeAdapter extends FastifyAdapter {
  readonly gate = new LoadGate();
  readonly earlyRoutes = new EarlyRoutes();
  readonly fastPath = new FastPath(this.getInstance().server);
  /** Hears of answers that Fastify hears nothing of. */
  tellOfEarly: ((answered: AnsweredRequest) => void) | null = null;
  /** Of a request that Fastify hears nothing of, by its method and its route's template. */
  activityOf: (request: RawRequest, route: string) => Activity = ({ method }, route) =>
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
