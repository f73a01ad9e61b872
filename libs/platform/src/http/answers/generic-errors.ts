import { DomainError, type ErrorKind } from '#kernel';

/** HTTP status of each class of refusal (docs/conventions.md). */
export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'unsupported-type': 415,
  unprocessable: 422,
  'rate-limited': 429,
  unavailable: 503,
};

export type Language = 'zh' | 'en';

/** Messages of the generic codes, which are HTTP statuses; business codes bring their own (see DomainError). */
export const GENERIC_MESSAGES: Readonly<Record<number, Readonly<Record<Language, string>>>> = {
  200: { zh: '请求成功', en: 'OK' },
  400: { zh: '请求参数有误', en: 'The request is not valid' },
  401: { zh: '请先登录', en: 'Sign in first' },
  403: { zh: '没有权限', en: 'Not allowed' },
  404: { zh: '资源不存在', en: 'Not found' },
  405: { zh: '不支持的请求方法', en: 'Method not allowed' },
  408: { zh: '请求超时', en: 'The request came too slowly' },
  409: { zh: '与当前状态冲突', en: 'Conflicts with the present state' },
  413: { zh: '请求内容过大', en: 'The request is too large' },
  415: { zh: '不支持的内容类型', en: 'Unsupported content type' },
  422: { zh: '请求无法处理', en: 'The request cannot be processed' },
  429: { zh: '请求过于频繁，请稍后再试', en: 'Too many requests, try again later' },
  431: { zh: '请求头过大', en: 'The request headers are too large' },
  500: { zh: '服务器内部错误', en: 'Internal server error' },
  503: { zh: '服务暂时不可用，请稍后再试', en: 'Temporarily unavailable, try again soon' },
};

/** One thing that is wrong with a request: where, and what is expected. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** Everything wrong with the shape of a request, said at once. */
export class InvalidRequest extends DomainError {
  constructor(readonly errors: readonly FieldError[]) {
    super({ code: 400, kind: 'invalid', zh: '请求参数有误', en: 'The request is not valid' });
  }
}

export class Unauthenticated extends DomainError {
  constructor() {
    super({ code: 401, kind: 'unauthenticated', zh: '请先登录', en: 'Sign in first' });
  }
}

export class Forbidden extends DomainError {
  constructor() {
    super({ code: 403, kind: 'forbidden', zh: '没有权限', en: 'Not allowed' });
  }
}
