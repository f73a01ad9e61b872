import { setTimeout as pause } from 'node:timers/promises';

const MOST_TRIES = 60;

export interface ApiAnswer<T> {
  readonly status: number;
  readonly code: number;
  readonly data: T;
  readonly cookie: string | null;
  /** Times it was answered that this is too much (429, 503). */
  readonly waited: number;
}

interface Sent {
  readonly token?: string;
  readonly cookie?: string;
  readonly key?: string;
  readonly body?: object;
}

/** The shop's own API, as whoever is outside calls it. */
export class ApiClient {
  /** @param url of the server, without a trailing slash */
  constructor(private readonly url: string) {}

  /** Tries again, with the same Idempotency-Key, whenever it is told to. */
  post<T>(path: string, sent: Sent = {}): Promise<ApiAnswer<T>> {
    return this.send('POST', path, sent);
  }

  /** @see post */
  async send<T>(method: 'POST' | 'DELETE', path: string, sent: Sent): Promise<ApiAnswer<T>> {
    for (let waited = 0; ; waited++) {
      const answer = await fetch(`${this.url}/api/v1${path}`, { method, ...wire(sent) });
      const said = (await answer.json()) as { code: number; data: T };
      if ((answer.status !== 429 && answer.status !== 503) || waited === MOST_TRIES) {
        const [cookie = null] = answer.headers.getSetCookie().map((text) => text.split(';')[0] ?? '');
        return { status: answer.status, code: said.code, data: said.data, cookie, waited };
      }
      await pause(1_000 * Number(answer.headers.get('retry-after') ?? 1), undefined, { ref: false });
    }
  }
}

function wire({ token, cookie, key, body = {} }: Sent): RequestInit {
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(cookie !== undefined && { cookie }),
    ...(key !== undefined && { 'idempotency-key': key }),
  };
  return { headers, body: JSON.stringify(body) };
}
