import { HttpException, HttpStatus } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { takesAnyText } from './envelope.js';
import { InvalidRequest } from './generic-errors.js';

/** Bytes. */
export const BODY_LIMIT = 64 * 1024;
/** Levels of arrays and objects; a parser further on may recurse. */
const DEEPEST = 32;
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** A request with its body as it came, for signatures over the very bytes. */
export type RawBodied = FastifyRequest & { rawBody?: string };

/** Parses JSON, after a look at its depth; refuses keys that could reach a prototype. An empty body is none. */
export function parseJsonBodies(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser(['application/json', 'text/plain']);
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: BODY_LIMIT },
    (request, raw, done) => {
      const content = raw.toString();
      (request as RawBodied).rawBody = content;
      if (content === '' || takesAnyText(request)) return done(null, undefined);
      try {
        if (depthOf(content) > DEEPEST) throw new InvalidRequest([{ path: '', message: 'is nested too deeply' }]);
        done(null, JSON.parse(content, refusePrototypes(content)));
      } catch (error) {
        done(error instanceof InvalidRequest ? error : new InvalidRequest([{ path: '', message: 'is not JSON' }]));
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

function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at);
    if (character === 0x5c && quoted) at++;
    else if (character === 0x22) quoted = !quoted;
    else if (quoted) continue;
    else if (character === 0x7b || character === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x7d || character === 0x5d) depth--;
  }
  return deepest;
}

/** A reviver costs, so it runs only where the text could hold such a key, escapes included. */
function refusePrototypes(json: string): ((key: string, value: unknown) => unknown) | undefined {
  if (!/__proto__|constructor|prototype|\\u/.test(json)) return undefined;
  return (key, value) => {
    if (PROTOTYPE_KEYS.has(key)) throw new InvalidRequest([{ path: key, message: 'is not allowed' }]);
    return value;
  };
}
