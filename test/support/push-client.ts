import { PushSender, type SignedPush } from './push-sender.js';
import type { Shop } from './shop.js';

/** What WeChat's side sees of an answer. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly type: string | null;
}

/** Pushes to a shop over HTTP, to each of its processes in turn. */
export class PushClient {
  private turn = 0;
  readonly sender: PushSender;

  constructor(
    private readonly shop: Shop,
    token: string,
    aesKey: string | null,
    appId = shop.variables['WECHAT_APP_ID'] ?? '',
  ) {
    this.sender = new PushSender({ token, aesKey, appId });
  }

  /** Asks, or with a body tells. */
  async send(
    query: Readonly<Record<string, string>>,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const { urls } = this.shop;
    const url = `${urls[this.turn++ % urls.length]}/api/v1/wechat/push?${new URLSearchParams(query).toString()}`;
    const answer = await fetch(url, body === undefined ? {} : { method: 'POST', headers, body });
    return { status: answer.status, body: await answer.text(), type: answer.headers.get('content-type') };
  }

  post({ query, body }: SignedPush, headers: Record<string, string> = { 'content-type': 'application/json' }) {
    return this.send(query, body, headers);
  }
}
