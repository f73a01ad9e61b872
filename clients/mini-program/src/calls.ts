import type { Body, Data, Method, PathOf, Query } from './api-types.js';
import type { Clock } from './clock.js';
import { Codes } from './codes.js';
import { isShopError, type ShopError } from './errors.js';
import type { Session } from './session.js';
import type { Sending, Wire } from './wire.js';

export interface Call<M extends Method, P extends PathOf<M>> {
  /** For the parameter in the path, such as `{id}`. */
  readonly id?: string;
  readonly query?: Query<M, P>;
  readonly body?: Body<M, P>;
  /** Asked of anybody, signed in or not. */
  readonly open?: boolean;
}

export interface RetryOptions {
  /** How often at most something safe is sent again. */
  readonly retries: number;
  /** Milliseconds before the first retry, doubled for each further one. */
  readonly retryBaseMs: number;
}

const LONGEST_BACKOFF_MS = 8_000;
/** Who is asked to wait longer than this tells the shopper instead. */
const LONGEST_RETRY_AFTER_MS = 30_000;
const PASSING: readonly number[] = [429, 502, 503, 504];
const RENEWABLE: readonly number[] = [Codes.SignInFirst, Codes.AccessTokenExpired, Codes.AccessTokenRefused];

/** Requests as the API knows them: signed, replayed once after a renewal, and sent again where that is safe. */
export class Calls {
  constructor(
    private readonly wire: Wire,
    private readonly session: Session,
    private readonly clock: Clock,
    private readonly options: RetryOptions,
  ) {}

  request<M extends Method, P extends PathOf<M>>(method: M, path: P, call: Call<M, P> = {}): Promise<Data<M, P>> {
    const { id, query, body, open } = call;
    const sending = {
      method: method.toUpperCase() as Sending['method'],
      path: pathOf(path, id) + queryOf(query),
      body: body === undefined ? undefined : JSON.stringify(body),
    };
    return this.send<Data<M, P>>(sending, open);
  }

  async send<T>(sending: Sending, open = false): Promise<T> {
    const isSafe = sending.method === 'GET' || sending.idempotencyKey !== undefined;
    const attempt = open
      ? () => this.wire.send<T>(sending)
      : this.signed((token) => this.wire.send<T>({ ...sending, token }));
    for (let retry = 0; ; retry++) {
      try {
        return await attempt();
      } catch (error) {
        const pauseMs =
          isSafe && retry < this.options.retries && isShopError(error) ? this.pauseAfter(error, retry) : null;
        if (pauseMs === null) throw error;
        await new Promise<void>((go) => this.clock.after(pauseMs, go));
        await this.wire.insistOnNetwork();
      }
    }
  }

  upload<T>(path: string, filePath: string): Promise<T> {
    return this.signed((token) => this.wire.upload<T>(path, filePath, token))();
  }

  /** Signs what is sent. After a 401 the session is renewed and the request replayed, once in all its attempts. */
  private signed<T>(send: (token: string) => Promise<T>): () => Promise<T> {
    let isReplayed = false;
    return async () => {
      const token = await this.session.token();
      try {
        return await send(token);
      } catch (error) {
        if (isReplayed || !isShopError(error) || !RENEWABLE.includes(error.code)) throw error;
        const renewed = await this.session.tokenAfter(token, error);
        isReplayed = true;
        return send(renewed);
      }
    };
  }

  /** Milliseconds to wait before it is sent again; null: it is not. */
  private pauseAfter(error: ShopError, retry: number): number | null {
    const passes =
      error.kind === 'network' ||
      error.kind === 'timeout' ||
      (error.kind === 'garbled' && error.status < 300) ||
      PASSING.includes(error.status) ||
      error.code === Codes.IdempotencyKeyBusy;
    if (!passes || error.retryAfterMs > LONGEST_RETRY_AFTER_MS) return null;
    const backoff = Math.min(LONGEST_BACKOFF_MS, this.options.retryBaseMs * 2 ** retry);
    // Half of it by chance: phones that lost the same server do not come back at the same moment.
    return error.retryAfterMs + (backoff / 2) * (1 + Math.random());
  }
}

export function pathOf(template: string, id = ''): string {
  return template.replace(/\{\w+\}/, encodeURIComponent(id));
}

function queryOf(query: unknown): string {
  const pairs = Object.entries(query ?? {}).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const text = pairs
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
  return text && `?${text}`;
}
