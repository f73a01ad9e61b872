import type { PaymentArguments } from './api-types.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  readonly timeoutMs: number;
}

export interface HttpUpload {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As wx.chooseMedia gives it. */
  readonly filePath: string;
  /** Of the multipart field. */
  readonly field: string;
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Text, or the JSON that was in it. */
  readonly body: unknown;
}

/** Told of a request under way, so that one that takes too long can be ended. */
export type OnTask = (task: { abort(): void }) => void;

/** Answers whatever the HTTP status is; rejects, with an Error or an `{errMsg}`, when no answer came. */
export type Transport = (request: HttpRequest, onTask: OnTask) => Promise<HttpAnswer>;
export type UploadTransport = (upload: HttpUpload, onTask: OnTask) => Promise<HttpAnswer>;

/** What outlives the app. May throw when it is full. */
export interface KeyValueStorage {
  get(key: string): unknown;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** What the client needs of the phone. `wxPlatform` makes one of `wx`. */
export interface Platform {
  readonly request: Transport;
  readonly upload: UploadTransport;
  readonly storage: KeyValueStorage;
  /** The code of wx.login. */
  login(): Promise<string>;
  /** Resolves when WeChat's sheet says ok; rejects with its `{errMsg}`, in which a cancel is named. */
  requestPayment(payment: PaymentArguments): Promise<void>;
  /** Whether there is a network at this moment; without it there is taken to be one. */
  isOnline?(): Promise<boolean>;
}

/** What a failure of the platform says of itself. */
export function saidBy(failure: unknown): string {
  const { errMsg, message } = Object(failure) as { errMsg?: unknown; message?: unknown };
  for (const said of [errMsg, message, failure]) if (typeof said === 'string' && said !== '') return said;
  return 'no reason given';
}
