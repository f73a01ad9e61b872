import { type Database, placeholders } from '#platform/database';
import type { SkippedClock } from './skipped-clock.js';
import type { WechatAttempt, WechatControl, WechatNotification } from './wechat-control.js';

export interface NotificationView {
  readonly at: string;
  readonly madeAt: string;
  readonly id: string;
  readonly deliveryId: string;
  readonly eventType: string;
  readonly outTradeNo: string;
  readonly outRefundNo: string | null;
  readonly orderId: string | null;
  readonly status: string;
  readonly attempts: readonly {
    readonly at: string;
    readonly status: number | null;
    readonly error: string | null;
    readonly fault: string | null;
  }[];
  readonly nextAttemptAt: string | null;
  readonly fault: string | null;
}

/** What WeChat has sent, or means to send, as it remembers. */
export class Notifications {
  private readonly orders = new Map<string, string>();

  constructor(
    private readonly wechat: WechatControl | null,
    private readonly database: Database,
    private readonly clock: SkippedClock,
  ) {}

  /** The last ones, the oldest first. @param limit 0: all that WeChat remembers */
  async last(limit: number): Promise<NotificationView[]> {
    const { notifications = [] } = (await this.wechat?.state(limit)) ?? {};
    const unknown = notifications.map(({ outTradeNo }) => outTradeNo).filter((number) => !this.orders.has(number));
    await this.learn([...new Set(unknown)]);
    return notifications.map((one) => this.view(one));
  }

  private async learn(attemptNos: readonly string[]): Promise<void> {
    if (attemptNos.length === 0) return;
    const rows = await this.database.query(
      `SELECT attempt_no, order_id FROM payments WHERE attempt_no IN (${placeholders(attemptNos.length)})`,
      attemptNos,
    );
    for (const row of rows) this.orders.set(String(row['attempt_no']), String(row['order_id']));
  }

  private view(one: WechatNotification): NotificationView {
    const { id, deliveryId, eventType, outTradeNo, outRefundNo, status, nextAttemptAt, fault = null } = one;
    const next = nextAttemptAt === null ? null : this.clock.at(Date.parse(nextAttemptAt)).toISOString();
    const attempts = one.attempts.map(attemptView);
    const at = attempts.at(-1)?.at ?? one.madeAt;
    const orderId = this.orders.get(outTradeNo) ?? null;
    const facts = { madeAt: one.madeAt, id, deliveryId, eventType, outTradeNo, outRefundNo, orderId, status };
    return { at, ...facts, attempts, nextAttemptAt: next, fault };
  }
}

/** What the shop answered is no news: its status is. */
function attemptView({ at, status = 0, error = '', fault = '' }: WechatAttempt) {
  return { at, status: status || null, error: error || null, fault: fault || null };
}
