import type { FastifyRequest } from 'fastify';
import type { Language } from './generic-errors.js';

/** Chinese unless the client prefers English. */
export function languageOf(request: Pick<FastifyRequest, 'headers'>): Language {
  return request.headers['accept-language']?.trimStart().toLowerCase().startsWith('en') ? 'en' : 'zh';
}
