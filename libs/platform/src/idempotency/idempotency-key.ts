import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext, type ParamDecoratorEnhancer } from '@nestjs/common';
import { DomainError } from '#kernel';
import { Documented, type SignedIn } from '#platform/http';

/** A client's promise that requests with the same key are one request (docs/conventions.md). */
export interface IdempotencyKey {
  /** Id of the user: users never share keys. */
  readonly owner: string;
  /** Method and path template: routes never share keys. */
  readonly route: string;
  readonly key: string;
  /** SHA-256 of what was asked, to tell a repeat from a mistake. */
  readonly fingerprint: string;
}

export class IdempotencyKeyMissing extends DomainError {
  constructor() {
    super({
      code: 4003,
      kind: 'invalid',
      zh: '缺少或无效的 Idempotency-Key',
      en: 'Idempotency-Key is missing or malformed',
    });
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

const PASSWORD = /password/i;
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
    fingerprint: fingerprintOf(request.url, request.body),
  };
}

/** Of what was asked, but for passwords: a digest that is kept must not help to guess them. */
export function fingerprintOf(url: string, body: unknown): string {
  const whole = JSON.stringify(body ?? null);
  const asked = PASSWORD.test(whole)
    ? JSON.stringify(body, (name, value: unknown) => (PASSWORD.test(name) ? undefined : value))
    : whole;
  return createHash('sha256').update(`${url}\n${asked}`).digest('base64url');
}

/** The key of a request whose body is a form: that it was the same file is part of what was asked. */
export function withFile(key: IdempotencyKey, file: Buffer): IdempotencyKey {
  const fingerprint = createHash('sha256').update(`${key.fingerprint}\n`).update(file).digest('base64url');
  return { ...key, fingerprint };
}

/** Says in the API reference that the route takes a key. */
function documented(required: boolean): ParamDecoratorEnhancer {
  const schema = { type: 'string' as const, pattern: VISIBLE_ASCII.source };
  const header = Documented(({ ApiHeader }) => [ApiHeader({ name: 'Idempotency-Key', required, schema })]);
  return (target, method) => {
    const descriptor = method === undefined ? undefined : Object.getOwnPropertyDescriptor(target, method);
    if (method !== undefined && descriptor) header(target, method, descriptor);
  };
}

/** The request's Idempotency-Key; refused with 4003 when it is missing. */
export const RequiredIdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext) => idempotencyKey(true, context),
  [documented(true)],
);

/** The request's Idempotency-Key, or null. */
export const OptionalIdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext) => idempotencyKey(false, context),
  [documented(false)],
);
