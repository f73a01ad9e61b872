import type { ApiDocument } from './api-document.js';

export interface Answer<T> {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly data: T;
  /** All of the envelope but the request's id, which differs from answer to answer. */
  readonly said: object;
  readonly headers: Headers;
}

export interface Call {
  readonly body?: unknown;
  /** Sent as multipart/form-data, in place of a body. */
  readonly form?: FormData;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a client signs its requests with. */
export interface Identity {
  readonly token?: string;
  readonly cookie?: string;
}

/** A client of the API. With several processes each request goes to the next; each answer is held against /docs-json. */
export class Api {
  private static turn = 0;

  constructor(
    private readonly urls: () => readonly string[],
    private readonly document: ApiDocument,
    private readonly identity: Identity = {},
  ) {}

  as(identity: Identity): Api {
    return new Api(this.urls, this.document, identity);
  }

  get<T>(path: string, call: Call = {}): Promise<Answer<T>> {
    return this.call('GET', path, call);
  }

  post<T>(path: string, body?: unknown, key?: string): Promise<Answer<T>> {
    return this.call('POST', path, { body, key });
  }

  put<T>(path: string, body: unknown): Promise<Answer<T>> {
    return this.call('PUT', path, { body });
  }

  delete<T>(path: string): Promise<Answer<T>> {
    return this.call('DELETE', path);
  }

  async call<T>(method: string, path: string, { body, form, key, headers }: Call = {}): Promise<Answer<T>> {
    const { token, cookie } = this.identity;
    const urls = this.urls();
    const answer = await fetch(`${urls[Api.turn++ % urls.length]}/api/v1${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(cookie !== undefined && { cookie }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...headers,
      },
      body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const envelope = (await answer.json()) as { code: number; message: string; data: T; requestId: string };
    this.document.hold(method, `/api/v1${path}`, answer.status, envelope);
    const { requestId, ...said } = envelope;
    if (answer.headers.get('x-request-id') !== requestId)
      throw new Error(`${method} ${path}: two different request ids`);
    return { status: answer.status, ...said, said, headers: answer.headers };
  }
}
