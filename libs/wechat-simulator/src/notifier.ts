import { Courier, type DeliveryRecord, type Letter } from './courier.js';
import { planDelivery, type DeliveryPlan } from './delivery-plan.js';
import type { Fault, Faults } from './faults.js';
import type { Notification } from './notifications.js';
import type { Pace } from './pace.js';
import { tamper, type PlatformSigner } from './platform-signer.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** 15 attempts after the first, 24 h 4 min in all (WeChat Pay's document on payment notifications). */
const wechatSchedule = [
  15 * second,
  15 * second,
  30 * second,
  3 * minute,
  10 * minute,
  20 * minute,
  30 * minute,
  30 * minute,
  30 * minute,
  hour,
  3 * hour,
  3 * hour,
  3 * hour,
  6 * hour,
  6 * hour,
];

interface NotificationFacts {
  id: string;
  eventType: string;
  outTradeNo: string;
  outRefundNo: string | null;
}

export type NotificationRecord = NotificationFacts & DeliveryRecord;

export interface NotifierOptions {
  signer: PlatformSigner;
  faults: Faults;
  now: () => Date;
  pace: Pace;
  retryDelaysMs?: readonly number[];
}

/** POSTs signed notifications until the shop answers 200 or 204. */
export class Notifier {
  private readonly courier: Courier<NotificationFacts>;

  constructor(private readonly options: NotifierOptions) {
    const { faults, now, pace, retryDelaysMs: delaysMs = wechatSchedule } = options;
    this.courier = new Courier({ target: 'notification', faults, now, pace, delaysMs });
  }

  /**
   * Starts the deliveries and returns at once.
   * @param make the notification, with what a fault makes it say; its id is answered
   */
  send(make: (changes?: Record<string, unknown>) => Notification, asked: Partial<DeliveryPlan>): string {
    const plan = planDelivery(this.options.faults, 'notification', asked);
    const { body, url, ...facts } = make(plan.changes);
    const write = (fault: Fault | undefined) => this.write(url, body, fault, plan.forgery);
    this.courier.send({ facts, url, write, isTaken: (status) => status === 200 || status === 204 }, plan);
    return facts.id;
  }

  hurry(deliveryId: string): boolean {
    return this.courier.hurry(deliveryId);
  }

  list(): NotificationRecord[] {
    return this.courier.list();
  }

  close(): Promise<void> {
    return this.courier.close();
  }

  private async write(url: string, body: string, fault: Fault | undefined, asked?: string): Promise<Letter> {
    const forgery = fault?.kind === 'forged' ? (fault.value ?? 'random') : asked;
    const whole = fault?.kind === 'garbage' ? '<html>' : body;
    const signed = fault?.kind === 'truncated' ? whole.slice(0, whole.length / 2) : whole;
    const headers = {
      accept: '*/*',
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Mozilla/4.0',
      ...(await this.options.signer.headers(signed, undefined, forgery)),
    };
    return { url, headers, body: forgery === 'tampered' ? tamper(signed) : signed };
  }
}
