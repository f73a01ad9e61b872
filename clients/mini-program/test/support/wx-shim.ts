import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import type { PaymentArguments } from '../../src/api-types.js';
import type { WxLike } from '../../src/index.js';

type RequestOptions = Parameters<WxLike['request']>[0];
type UploadOptions = Parameters<WxLike['uploadFile']>[0];
type Sent = Pick<RequestOptions, 'method' | 'url' | 'header'>;

const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT'];
const MOST = 10;

/** What the person and the WeChat behind a phone do. */
export interface Wechat {
  code(): string;
  /** Throws the errMsg of a sheet that was not paid on. */
  pay(payment: PaymentArguments): Promise<void>;
}

/** `wx` of a phone, over Node's fetch: as strange as the real one where that matters to a client. */
export class WxShim implements WxLike {
  readonly sent: Sent[] = [];
  logins = 0;
  isInAeroplaneMode = false;
  mostUnderWay = 0;
  private underWay = 0;
  private readonly losses: { matches: (sent: Sent) => boolean; left: number }[] = [];

  /** @param kept the phone's storage, which outlives the app */
  constructor(
    private readonly wechat: Wechat,
    readonly kept = new Map<string, string>(),
  ) {}

  /** The server does the work, and its answer to so many requests of this line (`POST /orders`) never arrives. */
  loseAnswers(line: string, times = 1): void {
    this.losses.push({ matches: (sent) => lineOf(sent) === line, left: times });
  }

  at(line: string): Sent[] {
    return this.sent.filter((sent) => lineOf(sent) === line);
  }

  request(options: RequestOptions): { abort(): void } {
    const { url, method, data, timeout } = options;
    if (!METHODS.includes(method)) throw new Error(`request:fail method is invalid: ${String(method)}`);
    // The real one sends this content type with every request that names none, bodies or not.
    const headers = { 'content-type': 'application/json', ...lowerCased(options.header) };
    return this.exchange(options, url, { method, headers, body: data }, timeout, (text) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return text;
      }
    });
  }

  uploadFile(options: UploadOptions): { abort(): void } {
    const { url, filePath, name, header, timeout } = options;
    const sent = { url, method: 'POST' as const, header };
    const init = openAsBlob(filePath, { type: 'image/png' }).then((blob) => {
      const body = new FormData();
      body.append(name, blob, basename(filePath));
      return { method: 'POST', headers: header, body };
    });
    // Unlike wx.request it hands over the text as it came.
    return this.exchange({ ...options, ...sent }, url, init, timeout, (text) => text);
  }

  login({ success }: { success(result: { code: string }): void }): void {
    this.logins += 1;
    const code = this.wechat.code();
    setImmediate(() => success({ code }));
  }

  requestPayment({ success, fail, ...payment }: Parameters<WxLike['requestPayment']>[0]): void {
    this.wechat.pay(payment).then(
      () => success({ errMsg: 'requestPayment:ok' }),
      (error: Error) => fail({ errMsg: error.message }),
    );
  }

  getStorageSync(key: string): unknown {
    return this.kept.get(key) ?? '';
  }

  setStorageSync(key: string, value: string): void {
    this.kept.set(key, value);
  }

  removeStorageSync(key: string): void {
    this.kept.delete(key);
  }

  getNetworkType({ success }: { success(result: { networkType: string }): void }): void {
    setImmediate(() => success({ networkType: this.isInAeroplaneMode ? 'none' : 'wifi' }));
  }

  private exchange(
    { success, fail, ...sent }: Sent & Pick<RequestOptions, 'success' | 'fail'>,
    url: string,
    init: RequestInit | Promise<RequestInit>,
    timeoutMs: number,
    read: (text: string) => unknown,
  ): { abort(): void } {
    const ending = new AbortController();
    this.sent.push(sent);
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    const run = async (): Promise<() => void> => {
      if (this.underWay > MOST) throw new Error('request:fail exceed max task count');
      if (this.isInAeroplaneMode) throw new Error('request:fail net::ERR_INTERNET_DISCONNECTED');
      const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]);
      const answer = await fetch(url, { ...(await init), signal });
      const data = read(await answer.text());
      if (this.isLost(sent)) throw new Error('request:fail socket is closed');
      const header = Object.fromEntries([...answer.headers].map(([name, value]) => [capitalised(name), value]));
      return () => success({ statusCode: answer.status, header, data });
    };
    const errMsg = ({ name, message }: Error) => (name === 'TimeoutError' ? 'request:fail timeout' : message);
    run()
      .catch((error: Error) => () => fail({ errMsg: errMsg(error) }))
      .then((report) => {
        this.underWay -= 1;
        report();
      })
      .catch(() => undefined);
    return { abort: () => ending.abort() };
  }

  private isLost(sent: Sent): boolean {
    const loss = this.losses.find(({ matches, left }) => left > 0 && matches(sent));
    if (loss) loss.left -= 1;
    return loss !== undefined;
  }
}

function lineOf({ method, url }: Sent): string {
  return `${method} ${new URL(url).pathname.replace(/^\/api\/v1/, '')}`;
}

function lowerCased(header: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), value]));
}

/** `retry-after` arrives as `Retry-After` on phones, and as it was sent in the developer tools. */
function capitalised(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
