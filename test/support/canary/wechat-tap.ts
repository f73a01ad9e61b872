import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import type { Written } from './canaries.js';

interface Prepared {
  readonly path: string;
  readonly status: number;
  readonly body: string;
}

/** What shoppers wrote may stand there, and nowhere else on the way to WeChat. */
const CONTENT_CHECK = '/wxa/msg_sec_check';
const PASSED = JSON.stringify({ errcode: 0, errmsg: 'ok', result: { suggest: 'pass', label: 100 } });

/** Stands between the shop and its WeChat: hears what both say, and says something else for WeChat when it is told to. */
export class WechatTap {
  private target = '';
  private prepared: Prepared[] = [];
  /** What the shop said. */
  readonly requests: Written[] = [];
  /** What WeChat said. */
  readonly answers: string[] = [];
  private readonly server = createServer((incoming, response) => {
    this.pass(incoming, response).catch(() => response.destroy());
  });

  static async open(): Promise<WechatTap> {
    const tap = new WechatTap();
    tap.server.listen(0, '127.0.0.1');
    await once(tap.server, 'listening');
    return tap;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  pointTo(url: string): void {
    this.target = url;
  }

  /** The next call whose path begins so is answered with this instead of being passed on. */
  answerOnce(path: string, status: number, body: string): void {
    this.prepared.push({ path, status, body });
  }

  /** Whether all that was prepared has been said. */
  get isSpent(): boolean {
    return this.prepared.length === 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '', headers } = incoming;
    const body = Buffer.concat(await incoming.toArray());
    this.requests.push({
      place: url.startsWith(CONTENT_CHECK) ? 'to the content check' : 'to WeChat',
      text: `${method} ${url}\n${JSON.stringify(headers)}\n${body.toString()}`,
    });
    const prepared = this.prepared.find(({ path }) => url.startsWith(path));
    if (prepared) {
      this.prepared = this.prepared.filter((one) => one !== prepared);
      response.writeHead(prepared.status, { 'content-type': 'text/plain' }).end(prepared.body);
      return;
    }
    if (url.startsWith(CONTENT_CHECK)) {
      response.writeHead(200, { 'content-type': 'text/plain' }).end(PASSED);
      return;
    }
    const answer = await request(this.target + url, {
      method: method as 'GET',
      headers,
      body: body.length > 0 ? body : null,
    });
    const text = Buffer.from(await answer.body.arrayBuffer());
    this.answers.push(text.toString());
    response.writeHead(answer.statusCode, answer.headers).end(text);
  }
}
