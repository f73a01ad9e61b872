import type { OrderStatus } from './api-types.js';
import type { Codes } from './codes.js';
import { type Code } from './codes.js';

/** What went wrong: the shop refused · nothing was sent · no answer came, so what was asked may have been done · no answer of the shop's · wx.login failed. */
export type FailureKind = 'refused' | 'offline' | 'timeout' | 'network' | 'garbled' | 'login';

export type Language = 'zh' | 'en';

/** `data` of the refusals that have some. */
export interface Facts {
  [Codes.NotEnoughStock]: {
    readonly shortages: readonly { readonly skuId: string; readonly requested: number; readonly available: number }[];
  };
  [Codes.OrderStatusForbids]: { readonly status: OrderStatus };
  [Codes.PriceChanged]: { readonly totalFen: number };
  [Codes.CartIsFull]: { readonly most: number };
  [Codes.TooManyOfOne]: { readonly most: number };
  [Codes.CouponNotStarted]: { readonly validFrom: string };
  [Codes.CouponThresholdNotMet]: { readonly thresholdFen: number; readonly goodsFen: number };
}

export interface FieldError {
  /** Such as `items.0.quantity`. */
  readonly path: string;
  readonly message: string;
}

export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly code?: number;
  readonly status?: number;
  readonly requestId?: string;
  readonly data?: unknown;
  readonly errors?: readonly FieldError[];
  readonly retryAfterMs?: number;
}

/** Every failure of the client. `message` is fit to be shown. */
export class ShopError extends Error {
  override readonly name = 'ShopError';
  readonly kind: FailureKind;
  /** Of the contract; 0 when the shop did not answer. Compare with `Codes`, or ask `is`. */
  readonly code: Code | 0;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** For the shop's log; empty when there is none. */
  readonly requestId: string;
  readonly data: unknown;
  /** Fields of a request of the wrong shape. */
  readonly errors: readonly FieldError[];
  /** Milliseconds the shop asks to wait; 0 when it does not. */
  readonly retryAfterMs: number;

  constructor(failure: Failure) {
    super(failure.message);
    this.kind = failure.kind;
    this.code = (failure.code ?? 0) as Code | 0;
    this.status = failure.status ?? 0;
    this.requestId = failure.requestId ?? '';
    this.data = failure.data ?? null;
    this.errors = failure.errors ?? [];
    this.retryAfterMs = failure.retryAfterMs ?? 0;
  }

  /** `error.is(Codes.NotEnoughStock)` knows what is in `error.data`. */
  is<C extends Code>(code: C): this is ShopError & { code: C; data: C extends keyof Facts ? Facts[C] : unknown } {
    return this.code === code;
  }

  /** Whether what was asked may have been done all the same. */
  get isOutcomeOpen(): boolean {
    return this.kind === 'timeout' || this.kind === 'network' || this.kind === 'garbled' || this.status >= 500;
  }
}

export function isShopError(error: unknown): error is ShopError {
  return error instanceof ShopError;
}

const MESSAGES: Readonly<Record<Exclude<FailureKind, 'refused'>, readonly [zh: string, en: string]>> = {
  offline: ['网络未连接，请检查网络后再试', 'There is no network: check it and try again'],
  timeout: ['网络较慢，请稍后再试', 'The network is slow: try again'],
  network: ['网络异常，请稍后再试', 'The network failed: try again'],
  garbled: ['服务异常，请稍后再试', 'The service answered in a way nobody understands: try again'],
  login: ['微信登录失败，请稍后再试', 'WeChat did not sign in: try again'],
};

/** @param detail what the platform said, for whoever reads the error and not for shoppers */
export function failed(kind: keyof typeof MESSAGES, language: Language, detail?: string, status?: number): ShopError {
  const message = MESSAGES[kind][language === 'en' ? 1 : 0];
  return new ShopError({ kind, message, status, data: detail === undefined ? null : { detail } });
}
