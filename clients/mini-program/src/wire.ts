import { type Clock } from './clock.js';
import { failed, type FieldError, type Language, ShopError } from './errors.js';
import { Lanes } from './lanes.js';
import { type HttpAnswer, type OnTask, type Platform, saidBy } from './platform.js';

export interface Sending {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /api/v1, its query included. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  readonly token?: string;
  readonly idempotencyKey?: string;
  /** Others wait for this one. */
  readonly urgent?: boolean;
}

interface Envelope {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
  readonly requestId: string;
  readonly errors?: readonly FieldError[];
}

export interface WireOptions {
  readonly platform: Platform;
  readonly clock: Clock;
  /** Of the server, without /api/v1. */
  readonly baseUrl: string;
  readonly language: Language;
  /** Milliseconds an attempt may take. */
  readonly timeoutMs: number;
  readonly uploadTimeoutMs: number;
}

/** One request and its answer: `data` of the envelope, or a ShopError. */
export class Wire {
  private readonly lanes = new Lanes();
  private readonly base: string;

  constructor(private readonly options: WireOptions) {
    this.base = `${options.baseUrl.replace(/\/+$/, '')}/api/v1`;
  }

  send<T>({ method, path, body, urgent, ...about }: Sending): Promise<T> {
    const { platform, timeoutMs } = this.options;
    const headers = this.headers(about);
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const request = { method, url: this.base + path, headers, body, timeoutMs };
    return this.exchange<T>((onTask) => platform.request(request, onTask), timeoutMs, urgent);
  }

  upload<T>(path: string, filePath: string, token: string): Promise<T> {
    const { platform, uploadTimeoutMs: timeoutMs } = this.options;
    const upload = { url: this.base + path, headers: this.headers({ token }), filePath, field: 'file', timeoutMs };
    return this.exchange<T>((onTask) => platform.upload(upload, onTask), timeoutMs);
  }

  /** @throws ShopError `offline` when the phone says that it has no network: nothing has been sent. */
  async insistOnNetwork(): Promise<void> {
    const { platform, language } = this.options;
    const online = (await platform.isOnline?.()) ?? true;
    if (!online) throw failed('offline', language);
  }

  private headers({ token, idempotencyKey }: Pick<Sending, 'token' | 'idempotencyKey'>): Record<string, string> {
    return {
      Accept: 'application/json',
      'Accept-Language': this.options.language === 'en' ? 'en' : 'zh-CN',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
    };
  }

  private async exchange<T>(
    start: (onTask: OnTask) => Promise<HttpAnswer>,
    timeoutMs: number,
    urgent?: boolean,
  ): Promise<T> {
    const answer = await this.lanes.run(() => this.within(timeoutMs, start), urgent);
    return this.open<T>(answer);
  }

  /** The platform is told to time out too, but not each keeps to it: one that sleeps in the background does not. */
  private within(ms: number, start: (onTask: OnTask) => Promise<HttpAnswer>): Promise<HttpAnswer> {
    const { clock, language } = this.options;
    return new Promise((resolve, reject) => {
      let task: { abort(): void } | undefined;
      const callOff = clock.after(ms, () => {
        reject(failed('timeout', language));
        task?.abort();
      });
      start((started) => (task = started)).then(
        (answer) => {
          callOff();
          resolve(answer);
        },
        (failure: unknown) => {
          callOff();
          const said = saidBy(failure);
          reject(failed(/time.?out/i.test(said) ? 'timeout' : 'network', language, said));
        },
      );
    });
  }

  private open<T>({ status, headers, body }: HttpAnswer): T {
    const envelope = parsed(body);
    if (!envelope) throw failed('garbled', this.options.language, `HTTP ${status}`, status);
    if (status >= 200 && status < 300) return envelope.data as T;
    throw new ShopError({ ...envelope, kind: 'refused', status, retryAfterMs: retryAfterMs(headers) });
  }
}

/** wx.request has parsed the JSON already, wx.uploadFile never does. */
function parsed(body: unknown): Envelope | null {
  let value = body;
  if (typeof body === 'string') {
    try {
      value = JSON.parse(body);
    } catch {
      return null;
    }
  }
  const { code, message, data } = (value ?? {}) as Partial<Envelope>;
  return typeof code === 'number' && typeof message === 'string' && data !== undefined ? (value as Envelope) : null;
}

/** Platforms differ in how they write the names of fields. */
function retryAfterMs(headers: HttpAnswer['headers']): number {
  for (const name of Object.keys(headers))
    if (name.toLowerCase() === 'retry-after') return Math.max(0, Number(headers[name]) * 1000) || 0;
  return 0;
}
