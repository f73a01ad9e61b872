import { NotPossible } from './refusals.js';

/** An attempt to deliver a notification; times are WeChat's. */
export interface WechatAttempt {
  readonly at: string;
  readonly status?: number;
  readonly error?: string;
  readonly fault?: string;
}

export interface WechatNotification {
  readonly id: string;
  readonly deliveryId: string;
  readonly madeAt: string;
  readonly eventType: string;
  readonly outTradeNo: string;
  readonly outRefundNo: string | null;
  readonly status: string;
  readonly attempts: readonly WechatAttempt[];
  /** Real time, whatever WeChat's clock says. */
  readonly nextAttemptAt: string | null;
  readonly fault?: string;
}

export interface WechatFault {
  readonly id: string;
  readonly target: string;
  readonly kind: string;
  readonly value?: string | number;
  readonly times?: number;
  readonly forMs?: number;
  readonly hits: number;
  /** Real time. */
  readonly setAt: string;
  readonly endsAt?: string;
}

export interface WechatState {
  readonly clock: { readonly skewMs: number };
  readonly notifications: readonly WechatNotification[];
  readonly transactions: readonly {
    readonly outTradeNo: string;
    readonly transactionId: string | null;
    readonly totalFen: number;
  }[];
  readonly refunds: readonly { readonly outRefundNo: string; readonly refundFen: number; readonly status: string }[];
  readonly faults: readonly WechatFault[];
}

/** The simulated WeChat's control API (libs/wechat-simulator/README.md), wherever it runs. */
export class WechatControl {
  constructor(private readonly url: string) {}

  async skewMs(): Promise<number> {
    return (await this.state(1)).clock.skewMs;
  }

  /** @param limit how many of each list, the last ones; 0: all */
  async state(limit = 0): Promise<WechatState> {
    return (await this.send('GET', `state?limit=${limit}`)) as WechatState;
  }

  /** @throws NotPossible with what WeChat says, when it refuses */
  post(path: string, body: object): Promise<unknown> {
    return this.send('POST', path, body);
  }

  async remove(path: string): Promise<void> {
    await this.send('DELETE', path);
  }

  private async send(method: string, path: string, body?: object): Promise<unknown> {
    const options = { method, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(`${this.url}/_simulator/${path}`, options);
    const said: unknown = await answer.json();
    if (answer.ok) return said;
    const why = (said as { error?: string }).error ?? `HTTP ${answer.status}`;
    throw new NotPossible({ zh: `模拟的微信拒绝了：${why}`, en: `The simulated WeChat refused: ${why}` });
  }
}
