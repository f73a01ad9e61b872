import { HttpException, HttpStatus } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isCallback, takesAnyText } from '../answers/envelope.js';
import { type InvalidRequest } from '../answers/generic-errors.js';
import { parseJson } from './parse-json.js';

/** Bytes. */
export const BODY_LIMIT = 64 * 1024;

/** A request with its body as it came, for signatures over the very bytes. */
export type RawBodied = FastifyRequest & { rawBody?: string };

/**
 * Parses JSON, after a look at its depth; refuses keys that could reach a prototype. An empty body is none.
 * That of a callback is left alone: its signature is looked at first, whatever was signed.
 */
export function parseJsonBodies(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser(['application/json', 'text/plain']);
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: BODY_LIMIT },
    (request, raw, done) => {
      const content = raw.toString();
      (request as RawBodied).rawBody = content;
      if (content === '' || isCallback(request)) return done(null, undefined);
      try {
        done(null, parseJson(content));
      } catch (error) {
        done(error as InvalidRequest);
      }
    },
  );
}

/** Takes what is not labelled as JSON, for the routes marked so and for no other. */
export function takeAnyText(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(
    ['text/plain', 'text/xml', 'application/xml'],
    { parseAs: 'string', bodyLimit: BODY_LIMIT },
    (request, raw, done) => {
      if (!takesAnyText(request))
        return done(new HttpException('Unsupported Media Type', HttpStatus.UNSUPPORTED_MEDIA_TYPE));
      (request as RawBodied).rawBody = raw.toString();
      done(null, undefined);
    },
  );
}
