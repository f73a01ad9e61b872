import type { Product } from './views.js';
import { eventually } from './until.js';

interface Envelope<T> {
  readonly code: number;
  readonly data: T;
  readonly errors?: readonly { readonly path: string }[];
}

export interface Answered<T> extends Envelope<T> {
  readonly status: number;
}

export type Facts = Readonly<Record<string, unknown>>;

export interface FeedMessage {
  readonly id: string | null;
  readonly type: string;
  readonly data: Facts;
  readonly text: string;
}

/** The calls of docs/console.md, of a development server. */
export class ConsoleClient {
  constructor(readonly url: string) {}

  get<T = Facts>(path: string, headers: Record<string, string> = {}): Promise<Answered<T>> {
    return this.call('GET', `/console${path}`, undefined, headers);
  }

  post<T = Facts>(path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Answered<T>> {
    return this.call('POST', `/console${path}`, body, headers);
  }

  remove<T = Facts>(path: string): Promise<Answered<T>> {
    return this.call('DELETE', `/console${path}`);
  }

  /** @param after id of the last message that was read */
  feed(after?: string): Promise<Feed> {
    return Feed.open(`${this.url}/console/feed`, after);
  }

  /** The state of the lights, I1 to I4. */
  async lights(): Promise<readonly string[]> {
    const { data } = await this.get<{ lights: { state: string }[] }>('/invariants');
    return data.lights.map(({ state }) => state);
  }

  /** Waits until nothing is under way, and answers the lights. */
  settledLights(): Promise<readonly string[]> {
    return eventually(
      () => this.lights(),
      (states) => !states.includes('busy'),
    );
  }

  /** Somebody who has signed in with a phone. */
  async buyer(user: string): Promise<Buyer> {
    const { data } = await this.post<{ code: string }>('/wechat/login', { user });
    const answer = await this.call<{ accessToken: string }>('POST', '/api/v1/auth/wechat/login', { code: data.code });
    return new Buyer(this, answer.data.accessToken);
  }

  async call<T>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answered<T>> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      body: body && JSON.stringify(body),
    });
    return { status: answer.status, ...((await answer.json()) as Envelope<T>) };
  }
}

export class Buyer {
  private orders = 0;

  constructor(
    private readonly client: ConsoleClient,
    readonly token: string,
  ) {}

  get<T>(path: string): Promise<Answered<T>> {
    return this.client.call('GET', `/api/v1${path}`, undefined, this.identity);
  }

  post<T>(path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Answered<T>> {
    return this.client.call('POST', `/api/v1${path}`, body, { ...this.identity, ...headers });
  }

  /** The id of a new order of one unit of the demo's first product. */
  async order(): Promise<string> {
    const { data } = await this.get<{ items: Product[] }>('/products?limit=100');
    const skuId = data.items.flatMap(({ skus }) => skus).find(({ available }) => available > 0)?.id;
    const key = { 'idempotency-key': `${this.token.slice(-20)}-${++this.orders}` };
    const answer = await this.post<{ id: string }>('/orders', { items: [{ skuId, quantity: 1 }] }, key);
    return answer.data.id;
  }

  async pay(orderId: string): Promise<void> {
    const { data } = await this.post<object>(`/orders/${orderId}/payment`);
    const paid = await this.client.post('/wechat/pay', data);
    if (paid.status !== 200) throw new Error(`Not paid: ${JSON.stringify(paid)}`);
  }

  async statusOf(orderId: string): Promise<string> {
    return (await this.get<{ status: string }>(`/orders/${orderId}`)).data.status;
  }

  becomes(orderId: string, status: string): Promise<string> {
    return eventually(
      () => this.statusOf(orderId),
      (is) => is === status,
    );
  }

  private get identity() {
    return { authorization: `Bearer ${this.token}` };
  }
}

/** A stream of the feed, as it is read. */
export class Feed {
  readonly messages: FeedMessage[] = [];
  /** Whether the server has ended it. */
  ended = false;
  private rest = '';

  private constructor(private readonly end: AbortController) {}

  static async open(url: string, after?: string): Promise<Feed> {
    const end = new AbortController();
    const headers: Record<string, string> = after === undefined ? {} : { 'last-event-id': after };
    const { body, status } = await fetch(url, { headers, signal: end.signal });
    if (status !== 200 || !body) throw new Error(`No feed: ${status}`);
    const feed = new Feed(end);
    void feed.read(body).finally(() => (feed.ended = true));
    await eventually(
      () => feed.messages[0]?.type,
      (type) => type === 'hello',
    );
    return feed;
  }

  get resumed(): boolean {
    return this.messages[0]?.data['resumed'] === true;
  }

  get lastId(): string | undefined {
    return this.messages.findLast(({ id }) => id !== null)?.id ?? undefined;
  }

  of(type: string): readonly Facts[] {
    return this.messages.filter((message) => message.type === type).map(({ data }) => data);
  }

  /** Waits for a message of this type that will do. */
  async until(type: string, willDo: (data: Facts) => boolean = () => true): Promise<Facts> {
    const found = await eventually(
      () => this.of(type).find(willDo),
      (message) => message !== undefined,
    );
    if (!found) throw new Error('It was found');
    return found;
  }

  close(): void {
    this.end.abort();
  }

  private async read(body: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const bytes of body) this.take(decoder.decode(bytes, { stream: true }));
    } catch {
      // It was closed, or the server is gone.
    }
  }

  private take(text: string): void {
    const frames = (this.rest + text).split('\n\n');
    this.rest = frames.pop() ?? '';
    for (const frame of frames) {
      const fields = new Map(
        frame.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]),
      );
      const type = fields.get('event');
      if (type === undefined) continue;
      const data = JSON.parse(fields.get('data') ?? 'null') as Facts;
      this.messages.push({ id: fields.get('id') ?? null, type, data, text: frame });
    }
  }
}
