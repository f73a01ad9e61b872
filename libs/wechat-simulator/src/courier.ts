import { setMaxListeners } from 'node:events';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { DeliveryPlan } from './delivery-plan.js';
import type { Fault, Faults } from './faults.js';
import type { Pace, Pause } from './pace.js';

const answerLimitMs = 5000;
const keptRecords = 5000;

export interface DeliveryAttempt {
  at: string;
  /** What the shop answered; absent when it did not. */
  status?: number;
  body?: string;
  error?: string;
  /** What a fault did to this attempt. */
  fault?: string;
}

export interface DeliveryRecord {
  /** Of this delivery; copies of one message have their own. */
  deliveryId: string;
  /** When it came about, whatever became of it. */
  madeAt: string;
  url: string;
  /**
   * `held`: waits for a later message to overtake it; `lost`: never sent, on request; `given-up`: the schedule is
   * exhausted or the simulator was closed.
   */
  status: 'sending' | 'held' | 'delivered' | 'lost' | 'given-up';
  attempts: DeliveryAttempt[];
  /** Real time, whatever the simulator's clock says; null when there is none. */
  nextAttemptAt: string | null;
  /** What a fault does to the whole message. */
  fault?: string;
}

/** What is POSTed; made anew for every attempt, since each is signed at its own time. */
export interface Letter {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface Message<Facts> {
  facts: Facts;
  url: string;
  write(fault: Fault | undefined): Promise<Letter>;
  /** Whether the answer ends the delivery. */
  isTaken(status: number, body: string): boolean;
}

interface CourierOptions {
  target: 'notification' | 'push';
  faults: Faults;
  now: () => Date;
  pace: Pace;
  /** WeChat's milliseconds between the attempts. */
  delaysMs: readonly number[];
}

/** Delivers messages until they are taken, on a schedule, and keeps a record of every attempt. */
export class Courier<Facts extends object> {
  private readonly records: (Facts & DeliveryRecord)[] = [];
  private readonly pauses = new Map<DeliveryRecord, Pause>();
  private readonly closed = new AbortController();
  private readonly agent = new Agent({
    connections: 64,
    connect: { timeout: answerLimitMs },
    headersTimeout: answerLimitMs,
    bodyTimeout: answerLimitMs,
  });
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly options: CourierOptions) {
    setMaxListeners(0, this.closed.signal);
  }

  /** Starts the deliveries and returns at once. */
  send(message: Message<Facts>, plan: DeliveryPlan): void {
    for (let copy = 0; copy < Math.max(1, plan.copies); copy += 1) {
      const record = this.keep(message, plan);
      if (plan.copies === 0) continue;
      const delivery = this.deliver(message, record, plan).finally(() => this.running.delete(delivery));
      this.running.add(delivery);
    }
  }

  /** The next attempt now; false when there is none. */
  hurry(deliveryId: string): boolean {
    const record = this.records.find((candidate) => candidate.deliveryId === deliveryId);
    const pause = record && this.pauses.get(record);
    pause?.end();
    return pause !== undefined;
  }

  list(): (Facts & DeliveryRecord)[] {
    for (const [record, pause] of this.pauses) record.nextAttemptAt = timeOf(pause.dueAt());
    return structuredClone(this.records);
  }

  async close(): Promise<void> {
    this.closed.abort();
    for (const pause of this.pauses.values()) pause.end();
    await Promise.all(this.running);
    await this.agent.destroy();
  }

  private keep({ facts, url }: Message<Facts>, { copies, reordered, fault }: DeliveryPlan): Facts & DeliveryRecord {
    const status = copies === 0 ? 'lost' : reordered ? 'held' : 'sending';
    const madeAt = this.options.now().toISOString();
    const blank: DeliveryRecord = { deliveryId: randomUUID(), madeAt, url, status, attempts: [], nextAttemptAt: null };
    const record = { ...facts, ...blank, ...(fault !== undefined && { fault }) };
    this.records.push(record);
    if (this.records.length > keptRecords) this.records.shift();
    return record;
  }

  private async deliver(message: Message<Facts>, record: DeliveryRecord, plan: DeliveryPlan): Promise<void> {
    if (plan.reordered) await this.pause(record, Number.MAX_SAFE_INTEGER);
    if (plan.lateMs > 0) await this.pause(record, plan.lateMs * this.options.pace.scale);
    record.status = 'sending';
    for (const delay of [0, ...this.options.delaysMs]) {
      if (delay > 0) await this.pause(record, delay);
      if (this.closed.signal.aborted) break;
      if (await this.attempt(message, record)) {
        record.status = 'delivered';
        break;
      }
    }
    if (record.status !== 'delivered') record.status = 'given-up';
  }

  private async attempt(message: Message<Facts>, record: DeliveryRecord): Promise<boolean> {
    const { faults, target, now } = this.options;
    const fault = faults.take(target);
    const attempt: DeliveryAttempt = { at: now().toISOString(), ...(fault && { fault: fault.kind }) };
    record.attempts.push(attempt);
    try {
      Object.assign(attempt, await this.post(message, fault));
    } catch (error) {
      attempt.error = error instanceof Error ? error.message : String(error);
    }
    this.releaseHeld(record);
    return attempt.status !== undefined && message.isTaken(attempt.status, attempt.body ?? '');
  }

  private async post(message: Message<Facts>, fault: Fault | undefined): Promise<{ status: number; body: string }> {
    const { signal } = this.closed;
    if (fault?.kind === 'drop') throw new Error('dropped by a fault');
    if (fault?.kind === 'delay') await wait(Number(fault.value), undefined, { signal });
    const { url, headers, body } = await message.write(fault);
    const response = await request(url, { method: 'POST', headers, body, dispatcher: this.agent, signal });
    return { status: response.statusCode, body: (await response.body.text()).slice(0, 1000) };
  }

  private async pause(record: DeliveryRecord, ms: number): Promise<void> {
    if (this.closed.signal.aborted) return;
    const pause = this.options.pace.pause(ms);
    this.pauses.set(record, pause);
    await pause.done;
    this.pauses.delete(record);
    record.nextAttemptAt = null;
  }

  /** Something has overtaken them. */
  private releaseHeld(overtaker: DeliveryRecord): void {
    for (const [record, pause] of this.pauses) {
      if (record.status === 'held' && record !== overtaker) pause.end();
    }
  }
}

/** Null for the end of time, for which a held message waits. */
function timeOf(ms: number): string | null {
  return ms > 8e14 ? null : new Date(ms).toISOString();
}
