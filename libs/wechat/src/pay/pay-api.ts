import { z } from 'zod';
import { measured } from '../call-figures.js';
import { payRefusal } from '../error-codes.js';
import {
  CredentialsRefused,
  SignatureRefused,
  WechatBusy,
  WechatQuotaReached,
  WechatRefused,
  WechatUnreachable,
} from '../errors.js';
import { jsonObject } from '../json.js';
import { retriedOnce, within, type OutsideAnswer } from '../transport.js';
import type { PayWire } from './pay-wire.js';
import { isSigned } from './signature-headers.js';
import type { SignatureVerifier } from './signature-verifier.js';

const LONGEST_PAUSE_SECONDS = 3600;

/** WeChat Pay APIv3 does what it is asked with these alone: with 202, as USERPAYING, it has not done it. */
const SUCCESSES: readonly number[] = [200, 204];

/** For `PayCall.answer`: success is the status alone. */
export const noContent = z.unknown().transform(() => undefined);

const failure = z.object({
  code: z.string().regex(/^[A-Z0-9_]{1,64}$/),
  detail: z
    .object({ field: z.string().regex(/^[\w/.[\]-]{1,64}$/) })
    .nullish()
    .catch(null),
});

export interface PayCall<T> {
  /** The endpoint in WeChat's terms, for error messages. */
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** What a success must hold. */
  readonly answer: z.ZodType<T>;
}

/**
 * How every WeChat Pay APIv3 endpoint is called: signed, within one deadline, the answer verified before it is read. All
 * of them go by a number of the merchant's own, so that sending twice is harmless: one more attempt follows a failed
 * connection, a 5xx or SYSTEM_ERROR.
 */
export class PayApi {
  constructor(
    private readonly wire: PayWire,
    private readonly verifier: SignatureVerifier,
  ) {}

  async call<T>(call: PayCall<T>): Promise<T> {
    this.wire.transport.guard();
    const deadline = this.wire.transport.deadline();
    const body = call.body ? JSON.stringify(call.body) : null;
    const attempt = async () => {
      const answer = await this.wire.send(call.operation, { method: call.method, path: call.path, body }, deadline);
      await within(deadline, call.operation, this.verify(call.operation, answer));
      return interpret(call, answer);
    };
    return retriedOnce(() => measured(call.operation, attempt));
  }

  // "Verify every answer that carries a signature; a 2xx without one is forged": pay.weixin.qq.com, APIv3, signatures.
  private async verify(operation: string, answer: OutsideAnswer): Promise<void> {
    if (!isSigned(answer.headers) && !isSuccess(answer)) return;
    try {
      await this.verifier.verify(answer.headers, answer.body);
    } catch (error) {
      if (error instanceof SignatureRefused) throw new WechatUnreachable(operation, 'unverified', error.message);
      throw error;
    }
  }
}

function interpret<T>(call: PayCall<T>, answer: OutsideAnswer): T {
  if (!isSuccess(answer)) throw refusalOf(call.operation, answer);
  const result = call.answer.safeParse(jsonObject(answer.body));
  if (result.success) return result.data;
  throw new WechatUnreachable(call.operation, 'garbled', result.error.issues[0]?.path.join('.') || 'no JSON object');
}

function refusalOf(operation: string, answer: OutsideAnswer): Error {
  const unreadable = new WechatUnreachable(
    operation,
    answer.status >= 500 ? 'status' : 'garbled',
    `HTTP ${answer.status}`,
  );
  const said = failure.safeParse(jsonObject(answer.body));
  if (!said.success) return unreadable;
  const { code, detail } = said.data;
  const requestId = requestIdOf(answer);
  const refusal = { operation, code, requestId, field: detail?.field ?? null, retryAfterSeconds: retryAfterOf(answer) };
  const error = payRefusal(refusal, answer.status);
  if (answer.status >= 500 && error instanceof WechatRefused) return unreadable;
  // WeChat Pay does not sign answers to requests it cannot attribute; those decide nothing about a payment. All else must be signed.
  const decidesNothing = [CredentialsRefused, WechatBusy, WechatQuotaReached].some((Class) => error instanceof Class);
  if (!isSigned(answer.headers) && !decidesNothing) return new WechatUnreachable(operation, 'unverified', 'not signed');
  return error;
}

function isSuccess(answer: OutsideAnswer): boolean {
  return SUCCESSES.includes(answer.status);
}

function requestIdOf(answer: OutsideAnswer): string | null {
  const id = answer.headers['request-id'];
  return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : null;
}

function retryAfterOf(answer: OutsideAnswer): number | null {
  const header = answer.headers['retry-after'];
  return typeof header === 'string' && /^\d{1,6}$/.test(header)
    ? Math.min(Number(header), LONGEST_PAUSE_SECONDS)
    : null;
}
