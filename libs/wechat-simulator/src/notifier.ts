import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Faults } from './faults.js';
import type { Notification } from './notifications.js';
import type { PlatformSigner } from './signing.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** 15 attempts after the first, 24 h 4 min in all (WeChat Pay's document on payment notifications). */
const wechatSchedule = [
  ...[15 * second, 15 * second, 30 * second, 3 * minute, 10 * minute, 20 * minute],
  ...[30 * minute, 30 * minute, 30 * minute, hour],
  ...[3 * hour, 3 * hour, 3 * hour, 6 * hour, 6 * hour],
];
const answerLimitMs = 5 * second;

export interface NotificationAttempt {
  at: string;
  /** What the shop answered; absent when it did not. */
  status?: number;
  body?: string;
  error?: string;
}

export interface NotificationRecord {
  id: string;
  eventType: string;
  outTradeNo: string;
  outRefundNo: string | null;
  url: string;
  /** `lost`: never sent, on request; `given-up`: the schedule is exhausted or the simulator was closed. */
  status: 'sending' | 'delivered' | 'lost' | 'given-up';
  attempts: NotificationAttempt[];
}

export interface NotifierOptions {
  signer: PlatformSigner;
  faults: Faults;
  now: () => Date;
  retryDelaysMs?: readonly number[];
}

/** POSTs signed notifications until the shop answers 200 or 204. */
export class Notifier {
  private readonly records: NotificationRecord[] = [];
  private readonly closed = new AbortController();
  private readonly agent = new Agent({
    connections: 64,
    connect: { timeout: answerLimitMs },
    headersTimeout: answerLimitMs,
    bodyTimeout: answerLimitMs,
  });
  private readonly running = new Set<Promise<void>>();
  private readonly delays: readonly number[];

  constructor(private readonly options: NotifierOptions) {
    this.delays = options.retryDelaysMs ?? wechatSchedule;
    setMaxListeners(0, this.closed.signal);
  }

  /** Starts `copies` independent deliveries of the same notification and returns at once; none when it shall be lost. */
  send(notification: Notification, copies: number): void {
    if (copies === 0) this.records.push({ ...blank(notification), status: 'lost' });
    for (let copy = 0; copy < copies; copy += 1) {
      const record = blank(notification);
      this.records.push(record);
      const delivery = this.deliver(notification, record).finally(() => this.running.delete(delivery));
      this.running.add(delivery);
    }
  }

  list(): NotificationRecord[] {
    return structuredClone(this.records);
  }

  async close(): Promise<void> {
    this.closed.abort();
    await Promise.all(this.running);
    await this.agent.destroy();
  }

  private async deliver(notification: Notification, record: NotificationRecord): Promise<void> {
    for (const delay of [0, ...this.delays]) {
      const open = await wait(delay, true, { signal: this.closed.signal, ref: false }).catch(() => false);
      if (!open) break;
      const attempt: NotificationAttempt = { at: this.options.now().toISOString() };
      record.attempts.push(attempt);
      try {
        Object.assign(attempt, await this.post(notification));
      } catch (error) {
        attempt.error = error instanceof Error ? error.message : String(error);
      }
      if (attempt.status === 200 || attempt.status === 204) {
        record.status = 'delivered';
        return;
      }
    }
    record.status = 'given-up';
  }

  private async post({ url, body }: Notification): Promise<{ status: number; body: string }> {
    const fault = this.options.faults.take('notification');
    if (fault?.kind === 'drop') throw new Error('dropped by a fault');
    if (fault?.kind === 'delay') await wait(Number(fault.value), undefined, { signal: this.closed.signal });
    const sent =
      fault?.kind === 'garbage' ? '<html>' : fault?.kind === 'truncated' ? body.slice(0, body.length / 2) : body;
    const forgery = fault?.kind === 'forged' ? (fault.value ?? 'random') : undefined;
    const response = await request(url, {
      method: 'POST',
      headers: {
        accept: '*/*',
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Mozilla/4.0',
        ...(await this.options.signer.headers(sent, undefined, forgery)),
      },
      body: sent,
      dispatcher: this.agent,
      signal: this.closed.signal,
    });
    return { status: response.statusCode, body: (await response.body.text()).slice(0, 1000) };
  }
}

function blank({ id, eventType, outTradeNo, outRefundNo, url }: Notification): NotificationRecord {
  return { id, eventType, outTradeNo, outRefundNo, url, status: 'sending', attempts: [] };
}
