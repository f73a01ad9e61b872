import type { PaymentArguments } from '../../src/api-types.js';
import { createShop, type Shop, type ShopOptions } from '../../src/index.js';
import type { HttpAnswer, HttpRequest, HttpUpload, Platform } from '../../src/platform.js';
import { ManualClock } from './manual-clock.js';

type Step = HttpAnswer | 'lost' | 'silence';
type Handler = (request: HttpRequest) => Step | Promise<Step>;

export const ok = (data: unknown, status = 200): HttpAnswer => ({
  status,
  headers: {},
  body: { code: 200, message: '请求成功', data, requestId: 'r1' },
});

export const refusal = (
  code: number,
  status: number,
  more: { data?: unknown; headers?: Record<string, string>; errors?: unknown } = {},
): HttpAnswer => ({
  status,
  headers: more.headers ?? {},
  body: { code, message: `says ${code}`, data: more.data ?? null, requestId: 'r2', errors: more.errors },
});

export const page = (items: readonly unknown[], nextCursor: string | null) => ok({ items, nextCursor });

/** A phone whose network a test writes the script of, with a shop that hands out tokens T1, T2, … */
export class ScriptedPhone implements Platform {
  readonly clock = new ManualClock();
  readonly requests: HttpRequest[] = [];
  readonly uploads: HttpUpload[] = [];
  readonly kept = new Map<string, string>();
  readonly sheets: PaymentArguments[] = [];
  underWay = 0;
  mostUnderWay = 0;
  aborted = 0;
  logins = 0;
  tokens = 0;
  expiresIn = 3600;
  online = true;
  sheet: () => Promise<void> = async () => undefined;
  private readonly handlers = new Map<string, Handler>();

  constructor() {
    const grant = () => ({
      tokenType: 'Bearer',
      accessToken: `T${(this.tokens += 1)}`,
      expiresIn: this.expiresIn,
      refreshToken: `R${this.tokens}`,
      refreshExpiresIn: 2_592_000,
    });
    this.on('POST /auth/wechat/login', () => ok({ ...grant(), user: { id: 'u1', isNew: false } }));
    this.on('POST /auth/token/refresh', () => ok(grant()));
  }

  /** The app, as after a start: what is in the storage is there, and nothing else. */
  start(options: Partial<ShopOptions> = {}): Shop {
    return createShop({ baseUrl: 'https://shop.test/', platform: this, clock: this.clock, ...options });
  }

  /** `METHOD /path` without its query; later lines replace earlier ones. */
  on(line: string, ...script: readonly (Step | Handler)[]): void {
    let turn = 0;
    this.handlers.set(line, (request) => {
      const step = script[Math.min(turn++, script.length - 1)] as Step | Handler;
      return typeof step === 'function' ? step(request) : step;
    });
  }

  /** Requests of a line so far. */
  at(line: string): HttpRequest[] {
    return this.requests.filter((request) => lineOf(request) === line);
  }

  request = async (request: HttpRequest, onTask: (task: { abort(): void }) => void): Promise<HttpAnswer> => {
    this.requests.push(request);
    this.mostUnderWay = Math.max(this.mostUnderWay, (this.underWay += 1));
    onTask({ abort: () => (this.aborted += 1) });
    try {
      const step = (await this.handlers.get(lineOf(request))?.(request)) ?? refusal(404, 404);
      if (step === 'silence') return await new Promise<never>(() => undefined);
      if (step === 'lost') throw Object.assign(new Error(), { errMsg: 'request:fail socket closed' });
      return step;
    } finally {
      this.underWay -= 1;
    }
  };

  upload = async (upload: HttpUpload): Promise<HttpAnswer> => {
    this.uploads.push(upload);
    const handler = this.handlers.get(lineOf({ ...upload, method: 'POST' }));
    return (await handler?.({ ...upload, method: 'POST' })) as HttpAnswer;
  };

  storage = {
    get: (key: string) => this.kept.get(key) ?? '',
    set: (key: string, value: string) => void this.kept.set(key, value),
    remove: (key: string) => void this.kept.delete(key),
  };

  login = async () => `code-${(this.logins += 1)}`;

  requestPayment = async (payment: PaymentArguments) => {
    this.sheets.push(payment);
    await this.sheet();
  };

  isOnline = async () => this.online;
}

function lineOf({ method, url }: Pick<HttpRequest, 'method' | 'url'>): string {
  return `${method} ${url.replace(/^.*?\/api\/v1/, '').replace(/\?.*$/, '')}`;
}
