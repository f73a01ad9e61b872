import type { Config, Milliseconds } from '#platform/config';
import { asDateOrNull, type Database } from '#platform/database';
import type { PeriodicJob } from '#platform/jobs';
import type { Notifications } from './notifications.js';
import { NotPossible, type Reason } from './refusals.js';
import type { Ring } from './ring.js';
import type { SkippedClock } from './skipped-clock.js';
import type { WechatControl } from './wechat-control.js';

const DAY: Milliseconds = 86_400_000;
const MOST_AHEAD: Milliseconds = 365 * DAY;
const LONGEST_SKIP: Milliseconds = 60 * DAY;
const UNITS: Readonly<Record<string, Milliseconds>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: DAY };

export type Skip =
  { readonly skip: string } | { readonly until: 'payment-time-out' | 'automatic-receipt' | 'wechat-retry' };

interface Next {
  readonly paymentTimeOut: string | null;
  readonly automaticReceipt: string | null;
  readonly wechatRetry: string | null;
}

const ITS_OWN_CLOCK: Reason = {
  zh: '真正的微信有自己的时钟：只有用内置模拟器时才能快进。',
  en: 'WeChat itself goes by its own clock: time can be skipped with the built-in simulator only.',
};

/** The one clock of shop and WeChat, which goes forward at a word. */
export class Time {
  constructor(
    private readonly clock: SkippedClock,
    private readonly wechat: WechatControl | null,
    private readonly database: Database,
    private readonly notifications: Notifications,
    private readonly order: Config['order'],
    private readonly jobs: () => readonly PeriodicJob[],
    private readonly ring: Ring,
  ) {}

  get reason(): Reason | null {
    return this.wechat ? null : ITS_OWN_CLOCK;
  }

  async now() {
    return { now: this.clock.now().toISOString(), aheadMs: this.clock.aheadMs, next: await this.next() };
  }

  /** @throws NotPossible */
  async skip(asked: Skip) {
    const { wechat } = this;
    if (!wechat) throw new NotPossible(ITS_OWN_CLOCK);
    const time = 'skip' in asked ? timeIn(asked.skip) : await this.timeUntil(asked.until);
    if (time < 1_000 || time > LONGEST_SKIP)
      throw new NotPossible({
        zh: '一次可以快进 1 秒到 60 天。',
        en: 'From one second to 60 days can be skipped at once.',
      });
    if (this.clock.aheadMs + time > MOST_AHEAD)
      throw new NotPossible({ zh: '商城会比真实时间快一年以上。', en: 'The shop would be more than a year ahead.' });
    // The shop first: what WeChat sends by the new time is not from the future then. WeChat's clock is set to the shop's,
    // wherever somebody has put it.
    const skewMs = this.clock.aheadMs;
    this.clock.skip(time);
    await wechat.post('clock', { skewMs, skipMs: time });
    for (const job of this.jobs()) job.runSoon();
    const now = await this.now();
    this.ring.publish('clock', { at: now.now, ...now });
    return now;
  }

  private async timeUntil(what: Extract<Skip, { until: string }>['until']): Promise<Milliseconds> {
    const { paymentTimeOut, automaticReceipt, wechatRetry } = await this.next();
    const due = {
      'payment-time-out': paymentTimeOut,
      'automatic-receipt': automaticReceipt,
      'wechat-retry': wechatRetry,
    };
    const at = due[what];
    if (at === null) throw new NotPossible({ zh: '没有什么在等这一刻。', en: 'Nothing waits for that.' });
    return Math.max(1_000, Date.parse(at) - this.clock.now().getTime() + 1_000);
  }

  private async next(): Promise<Next> {
    const [unpaid] = await this.database.query(`SELECT MIN(expires_at) AS at FROM orders WHERE status = 'CREATED'`);
    const [shipped] = await this.database.query(`SELECT MIN(shipped_at) AS at FROM orders WHERE status = 'SHIPPED'`);
    const shippedAt = asDateOrNull(shipped?.['at']);
    const waiting = (await this.notifications.last(0))
      .filter(({ status }) => status === 'sending')
      .flatMap(({ nextAttemptAt }) => nextAttemptAt ?? [])
      .toSorted();
    return {
      paymentTimeOut: asDateOrNull(unpaid?.['at'])?.toISOString() ?? null,
      automaticReceipt: shippedAt ? new Date(shippedAt.getTime() + this.order.autoReceipt).toISOString() : null,
      wechatRetry: waiting[0] ?? null,
    };
  }
}

function timeIn(text: string): Milliseconds {
  const [, number = '', unit = ''] = /^(\d+)([a-z]+)$/.exec(text) ?? [];
  return Number(number) * (UNITS[unit] ?? NaN);
}
