import { z } from 'zod';
import { measured } from '../call-figures.js';
import { ACCESS_TOKEN_REFUSED, miniProgramRefusal, type RefusalTable } from '../error-codes.js';
import { WechatError, WechatUnreachable } from '../errors.js';
import { jsonObject } from '../json.js';
import { retriedOnce, within, type OutsideAnswer, type Transport } from '../transport.js';
import { AccessTokens, type AccessToken, type AccessTokenStore } from './access-tokens.js';

const stableToken = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().max(7200) });
const errcode = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d{1,9}$/)
    .transform(Number),
]);

export interface ApiCall<T> {
  /** The endpoint in WeChat's terms, for error messages. */
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** What a success must hold; an answer without it is no answer. */
  readonly answer: z.ZodType<T>;
  /** Takes an answer that is the result itself and no JSON; null: it is JSON after all. */
  readonly raw?: (answer: OutsideAnswer) => T | null;
  /** Milliseconds for the whole call where it may not have as many as others. */
  readonly timeoutMs?: number;
  /** errcodes that mean something particular on this endpoint. */
  readonly refusals?: RefusalTable;
}

/** How every mini-program endpoint is called: JSON in, `errcode` or result out, with or without an access_token. */
export class MiniProgramApi {
  private readonly tokens: AccessTokens;

  constructor(
    private readonly transport: Transport,
    private readonly credentials: { readonly appId: string; readonly appSecret: string },
    store: AccessTokenStore | null,
    private readonly now: () => Date,
  ) {
    this.tokens = new AccessTokens(store, () => this.fetchToken(), now);
  }

  /** One attempt without an access_token. */
  plain<T>(call: ApiCall<T>): Promise<T> {
    return this.attempt(call, this.transport.deadline(call.timeoutMs));
  }

  /** With an access_token; when WeChat refuses the token itself, once more with another one. Never repeated otherwise. */
  async authorised<T>(call: ApiCall<T>): Promise<T> {
    this.transport.guard();
    const deadline = this.transport.deadline(call.timeoutMs);
    const withToken = (access_token: string) =>
      this.attempt({ ...call, query: { ...call.query, access_token } }, deadline);
    const token = await within(deadline, call.operation, this.tokens.current());
    try {
      return await withToken(token);
    } catch (error) {
      const refused =
        error instanceof WechatError && typeof error.code === 'number' && ACCESS_TOKEN_REFUSED.has(error.code);
      if (!refused) throw error;
      return withToken(await within(deadline, call.operation, this.tokens.instead(token)));
    }
  }

  // Never with force_refresh: 20 a day, and it would invalidate the token that other processes hold.
  private async fetchToken(): Promise<AccessToken> {
    const deadline = this.transport.deadline();
    const askedAt = this.now().getTime();
    const call = {
      operation: 'stable_token',
      method: 'POST',
      path: '/cgi-bin/stable_token',
      body: { grant_type: 'client_credential', appid: this.credentials.appId, secret: this.credentials.appSecret },
      answer: stableToken,
    } as const;
    const answer = await retriedOnce(() => this.attempt(call, deadline));
    return { token: answer.access_token, expiresAt: new Date(askedAt + answer.expires_in * 1000) };
  }

  private attempt<T>(call: ApiCall<T>, deadline: AbortSignal): Promise<T> {
    return measured(call.operation, () => this.ask(call, deadline));
  }

  private async ask<T>(call: ApiCall<T>, deadline: AbortSignal): Promise<T> {
    const query = call.query ? `?${new URLSearchParams(call.query).toString()}` : '';
    const answer = await this.transport.send(
      call.operation,
      {
        method: call.method,
        path: this.transport.pathOf(call.path + query),
        headers: {
          accept: call.raw ? '*/*' : 'application/json',
          ...(call.body ? { 'content-type': 'application/json' } : {}),
        },
        body: call.body ? JSON.stringify(call.body) : null,
      },
      deadline,
    );
    return interpret(call, answer);
  }
}

function interpret<T>(call: ApiCall<T>, answer: OutsideAnswer): T {
  const { operation } = call;
  if (answer.status >= 500) throw new WechatUnreachable(operation, 'status', `HTTP ${answer.status}`);
  if (answer.status !== 200) throw new WechatUnreachable(operation, 'garbled', `HTTP ${answer.status}`);
  const raw = call.raw?.(answer);
  if (raw) return raw;
  const json = jsonObject(answer.body);
  if (!json) throw new WechatUnreachable(operation, 'garbled', 'no JSON object');
  // A missing errcode means 0: jscode2session sends none on success.
  const code = errcode.safeParse(json.errcode ?? 0);
  if (!code.success) throw new WechatUnreachable(operation, 'garbled', 'errcode');
  if (code.data !== 0) {
    throw miniProgramRefusal({ operation, code: code.data, requestId: ridOf(json.errmsg) }, call.refusals);
  }
  const result = call.answer.safeParse(json);
  if (!result.success)
    throw new WechatUnreachable(operation, 'garbled', result.error.issues[0]?.path.join('.') ?? null);
  return result.data;
}

function ridOf(errmsg: unknown): string | null {
  return (typeof errmsg === 'string' && /\brid: ([\w-]{1,64})/.exec(errmsg)?.[1]) || null;
}
