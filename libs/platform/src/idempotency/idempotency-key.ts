import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '#kernel';
import type { SignedIn } from '#platform/http';

/** A client's promise that requests with the same key are one request (docs/conventions.md). */
export interface IdempotencyKey {
  /** User, method and path template: keys of different users or routes never meet. */
  readonly owner: string;
  readonly route: string;
  readonly key: string;
  /** SHA-256 of what was asked, to tell a repeat from a mistake. */
  readonly fingerprint: string;
}

export class IdempotencyKeyMissing extends DomainError {
  constructor() {
    super({ code: 4003, kind: 'invalid', zh: '缺少或无效的 Idempotency-Key', en: 'Idempotency-Key is missing or malformed' });
  }
}

export class IdempotencyKeyReused extends DomainError {
  constructor() {
    super({
      code: 4004,
      kind: 'unprocessable',
      zh: '该 Idempotency-Key 已用于不同的请求',
      en: 'This Idempotency-Key was used before with another body',
    });
  }
}

export class FirstRequestStillRunning extends DomainError {
  constructor() {
    super({
      code: 4005,
      kind: 'conflict',
      zh: '使用相同 Idempotency-Key 的请求正在处理中',
      en: 'The first request with this Idempotency-Key is still running',
    });
  }
}

const VISIBLE_ASCII = /^[\x21-\x7e]{1,64}$/;

function idempotencyKey(required: boolean, context: ExecutionContext): IdempotencyKey | null {
  const request = context.switchToHttp().getRequest<SignedIn>();
  const key = request.headers['idempotency-key'];
  if (key === undefined && !required) return null;
  if (typeof key !== 'string' || !VISIBLE_ASCII.test(key)) throw new IdempotencyKeyMissing();
  if (!request.user) throw new Error('Idempotency keys belong to somebody who is signed in');
  return {
    owner: request.user.id,
    route: `${request.method} ${request.routeOptions.url}`,
    key,
    fingerprint: createHash('sha256').update(`${request.url}\n${JSON.stringify(request.body ?? null)}`).digest('base64url'),
  };
}

/** The request's Idempotency-Key; refused with 4003 when it is missing. */
export const RequiredIdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext) =>
  idempotencyKey(true, context),
);

/** The request's Idempotency-Key, or null. */
export const OptionalIdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext) =>
  idempotencyKey(false, context),
);
