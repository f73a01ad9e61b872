import { randomBytes } from 'node:crypto';
import { request } from 'undici';
import { ControlError } from './control-error.js';
import { Courier, type DeliveryRecord, type Letter } from './courier.js';
import { planDelivery, type DeliveryPlan } from './delivery-plan.js';
import type { Fault, Faults } from './faults.js';
import type { Pace } from './pace.js';
import { encryptPush, pushSignature } from './push-crypto.js';
import { originalId } from './push-events.js';
import { pushText } from './push-message.js';
import { readPushSettings, type PushSettings, type PushTarget } from './push-settings.js';

/** WeChat documents three retries and no delay between them. */
const retryDelaysMs = [5000, 5000, 5000];

interface PushFacts {
  event: string;
  /** What was sent, before it was encrypted. */
  message: Record<string, unknown>;
}

export type PushRecord = PushFacts & DeliveryRecord;

export interface PushVerification {
  ok: boolean;
  status: number | null;
  /** What the shop answered, or why it did not. */
  answer: string;
}

interface PusherOptions {
  appId: string;
  faults: Faults;
  now: () => Date;
  pace: Pace;
  retryDelaysMs?: readonly number[];
}

/** Message push: what mp.weixin.qq.com POSTs to the URL an operator entered there. */
export class Pusher {
  private readonly courier: Courier<PushFacts>;
  private target: PushTarget | null = null;

  constructor(private readonly options: PusherOptions) {
    const { faults, now, pace, retryDelaysMs: delaysMs = retryDelaysMs } = options;
    this.courier = new Courier({ target: 'push', faults, now, pace, delaysMs });
  }

  get settings(): PushTarget | null {
    return this.target;
  }

  configure(settings: PushSettings | null): void {
    this.target = settings && readPushSettings(settings);
  }

  /** What mp.weixin.qq.com does when the URL is entered: the shop must echo `echostr`. */
  async verify(): Promise<PushVerification> {
    const { url, token } = this.configured();
    const echostr = randomBytes(10).toString('hex');
    const query = { ...this.signed(token), echostr };
    try {
      const response = await request(withQuery(url, query), { method: 'GET', headersTimeout: 5000, bodyTimeout: 5000 });
      const answer = (await response.body.text()).slice(0, 1000);
      return { ok: response.statusCode === 200 && answer === echostr, status: response.statusCode, answer };
    } catch (error) {
      return { ok: false, status: null, answer: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Nothing when no URL was entered: WeChat pushes to nobody then. */
  event(fields: Record<string, unknown>, asked: Partial<DeliveryPlan> = {}): boolean {
    const target = this.target;
    if (!target) return false;
    const message = { ToUserName: originalId(this.options.appId), ...fields };
    const plan = planDelivery(this.options.faults, 'push', asked);
    const facts = { event: textOf(fields.Event) || textOf(fields.MsgType), message };
    const isTaken = (status: number, body: string) => status === 200 && ['', 'success'].includes(body.trim());
    const write = async (fault: Fault | undefined) => this.write(target, message, fault, plan.forgery);
    this.courier.send({ facts, url: target.url, write, isTaken }, plan);
    return true;
  }

  hurry(deliveryId: string): boolean {
    return this.courier.hurry(deliveryId);
  }

  list(): PushRecord[] {
    return this.courier.list();
  }

  close(): Promise<void> {
    return this.courier.close();
  }

  configured(): PushTarget {
    if (!this.target) throw new ControlError('no push URL is configured', 409);
    return this.target;
  }

  private write(target: PushTarget, message: Record<string, unknown>, fault?: Fault, asked?: string): Letter {
    const { url, token, format, mode, encodingAesKey } = target;
    const forgery = fault?.kind === 'forged' ? (fault.value ?? 'random') : asked;
    const text = pushText(message, format);
    const safe = mode === 'safe' && encodingAesKey !== null;
    const encrypted = safe ? encryptPush(text, encodingAesKey, this.options.appId) : '';
    const envelope = { ToUserName: message.ToUserName, Encrypt: encrypted };
    const body = safe ? pushText(envelope, format) : text;
    const query = {
      ...this.signed(token, forgery),
      openid: textOf(message.FromUserName),
    };
    const parts = [forgery === 'key' ? 'another' : token, query.timestamp, query.nonce, encrypted];
    const inSafeMode = safe && { encrypt_type: 'aes', msg_signature: spoil(pushSignature(...parts), forgery) };
    const sent =
      fault?.kind === 'garbage' ? '<html>' : fault?.kind === 'truncated' ? body.slice(0, body.length / 2) : body;
    return {
      url: withQuery(url, { ...query, ...inSafeMode }),
      headers: { accept: '*/*', 'user-agent': 'Mozilla/4.0', 'content-type': contentTypes[format] },
      body:
        forgery === 'tampered'
          ? sent.replace(/[A-Za-z](?=[^A-Za-z]*$)/, (letter) => (letter === 'x' ? 'y' : 'x'))
          : sent,
    };
  }

  private signed(token: string, forgery?: string | number) {
    const age = forgery === 'stale' ? 3600 : 0;
    const timestamp = String(Math.floor(this.options.now().getTime() / 1000) - age);
    const nonce = String(randomBytes(4).readUInt32BE());
    const signature = spoil(pushSignature(forgery === 'key' ? 'another' : token, timestamp, nonce), forgery);
    return { signature, timestamp, nonce };
  }
}

const contentTypes = { json: 'application/json', xml: 'text/xml' };

function spoil(signature: string, forgery: string | number | undefined): string {
  if (forgery === undefined || forgery === 'stale' || forgery === 'key' || forgery === 'tampered') return signature;
  return randomBytes(20).toString('hex');
}

function withQuery(url: string, query: Record<string, string>): string {
  const whole = new URL(url);
  for (const [name, value] of Object.entries(query)) whole.searchParams.set(name, value);
  return whole.toString();
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
