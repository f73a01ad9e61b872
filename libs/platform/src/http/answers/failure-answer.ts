import { HttpException, Logger } from '@nestjs/common';
import { DomainError } from '#kernel';
import { DatabaseUnavailable, isContended, isDatabaseUnavailable } from '#platform/database';
import { TooManyWaiting } from '#platform/gathering';
import type { Asked } from '../early/early-answer.js';
import { shedRequests } from '../load/request-figures.js';
import { quotaHeaders, TooManyRequests } from '../load/too-many-requests.js';
import { type FieldError, GENERIC_MESSAGES, InvalidRequest, type Language, STATUS_OF_KIND } from './generic-errors.js';
import { languageOf } from './language.js';

/** What an error is to the client. */
export interface Failure {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
  readonly errors?: readonly FieldError[];
}

type Said = Omit<Failure, 'headers'> & { readonly retryAfterSeconds?: number };

/** Seconds a client is asked to wait when the refusal does not know better. */
const RETRY_AFTER_SECONDS = 1;
const waiting = shedRequests.labels('waiting');
const log = new Logger('ErrorFilter');

/** The one place where an error becomes an answer. What is not foreseen is logged whole and answered without detail. */
export function failureOf(error: unknown, request: Pick<Asked, 'headers' | 'id'>): Failure {
  const { retryAfterSeconds, ...said } = saidOf(error, languageOf(request));
  const { status } = said;
  if (status >= 500 && status !== 503) log.error({ err: error, requestId: request.id }, 'Unforeseen error');
  if (error instanceof TooManyWaiting) waiting.inc();
  const headers = {
    ...((status === 503 || status === 429) && { 'retry-after': retryAfterSeconds ?? RETRY_AFTER_SECONDS }),
    ...(error instanceof TooManyRequests && quotaHeaders(error.quotas)),
    // It may be over the next moment, and caches would keep a 404 by themselves.
    'cache-control': 'no-store',
  };
  return { ...said, headers };
}

/** The failure in the envelope of docs/conventions.md. */
export function envelopedFailure({ code, message, data, errors }: Failure, requestId: string): object {
  return { code, message, data, ...(errors && { errors }), requestId };
}

function saidOf(error: unknown, language: Language): Said {
  // After so many tries (see Database.transaction) it is the client's turn to try again.
  if (isDatabaseUnavailable(error) || isContended(error)) return fromDomain(new DatabaseUnavailable(), language);
  if (error instanceof DomainError) return fromDomain(error, language);
  // The status another server answered with is no status of ours.
  const status = error instanceof HttpException ? error.getStatus() : 500;
  const known = GENERIC_MESSAGES[status] ? status : status < 500 ? 400 : 500;
  return { status, code: known, message: GENERIC_MESSAGES[known]?.[language] ?? '', data: null };
}

function fromDomain(error: DomainError, language: Language): Said {
  const { code, kind, field } = error.description;
  const retryAfterSeconds = (error as { retryAfterSeconds?: number }).retryAfterSeconds;
  return {
    status: STATUS_OF_KIND[kind],
    code,
    message: error.description[language],
    data: error.facts,
    ...(field !== undefined && { errors: [{ path: field, message: error.description.en }] }),
    ...(error instanceof InvalidRequest && { errors: error.errors }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}
