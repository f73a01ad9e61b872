import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#kernel';
import { DatabaseUnavailable, isDatabaseUnavailable } from '#platform/database';
import { TooManyWaiting } from '#platform/gathering';
import { isEnveloped } from './envelope.js';
import { type FieldError, GENERIC_MESSAGES, InvalidRequest, type Language, STATUS_OF_KIND } from './generic-errors.js';
import { languageOf } from './language.js';
import { shedRequests } from './request-figures.js';
import { showQuotas, TooManyRequests } from './too-many-requests.js';

interface Failure {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
}

/** Seconds a client is asked to wait when the refusal does not know better. */
const RETRY_AFTER_SECONDS = 1;
const waiting = shedRequests.labels('waiting');

/** The one place where an error becomes an answer. What is not foreseen is logged whole and answered without detail. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly log = new Logger(ErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const failure = failureOf(error, languageOf(request));
    if (failure.status >= 500 && failure.status !== 503)
      this.log.error({ err: error, requestId: request.id }, 'Unforeseen error');
    if (error instanceof TooManyWaiting) waiting.inc();
    if (reply.sent) return;
    if (failure.status === 503 || failure.status === 429)
      void reply.header('Retry-After', failure.retryAfterSeconds ?? RETRY_AFTER_SECONDS);
    if (error instanceof TooManyRequests) showQuotas(reply, error.quotas);
    const { code, message, data, errors } = failure;
    // It may be over the next moment, and caches would keep a 404 by themselves.
    void reply.header('Cache-Control', 'no-store');
    void reply
      .status(failure.status)
      .type('application/json; charset=utf-8')
      .send(
        isEnveloped(request) || request.is404
          ? { code, message, data, ...(errors && { errors }), requestId: request.id }
          : bareBody(error, failure),
      );
  }
}

function failureOf(error: unknown, language: Language): Failure {
  if (isDatabaseUnavailable(error)) return fromDomain(new DatabaseUnavailable(), language);
  if (error instanceof DomainError) return fromDomain(error, language);
  // The status another server answered with is no status of ours.
  const status = error instanceof HttpException ? error.getStatus() : 500;
  const known = GENERIC_MESSAGES[status] ? status : status < 500 ? 400 : 500;
  return { status, code: known, message: GENERIC_MESSAGES[known]?.[language] ?? '', data: null };
}

function fromDomain(error: DomainError, language: Language): Failure {
  const { code, kind } = error.description;
  const retryAfterSeconds = (error as { retryAfterSeconds?: number }).retryAfterSeconds;
  return {
    status: STATUS_OF_KIND[kind],
    code,
    message: error.description[language],
    data: error.facts,
    ...(error instanceof InvalidRequest && { errors: error.errors }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

/** Outside the envelope: the body the thrower chose (health reports), or WeChat's form for callbacks. */
function bareBody(error: unknown, { message }: Failure): unknown {
  if (error instanceof HttpException && typeof error.getResponse() === 'object') return error.getResponse();
  return { code: 'FAIL', message };
}
