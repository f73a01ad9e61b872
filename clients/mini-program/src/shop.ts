import { Calls } from './calls.js';
import { type Clock, phoneClock } from './clock.js';
import type { Language } from './errors.js';
import { groups } from './groups.js';
import { Payments } from './pay.js';
import type { Platform } from './platform.js';
import { Session } from './session.js';
import { Unanswered } from './unanswered.js';
import { Wire } from './wire.js';

export interface ShopOptions {
  /** Of the server: `https://shop.example.com`. */
  readonly baseUrl: string;
  /** `wxPlatform(wx)`, or one of your own. */
  readonly platform: Platform;
  /** Of messages; Chinese by default. */
  readonly language?: Language;
  /** Milliseconds an attempt may take; 10,000 by default. */
  readonly timeoutMs?: number;
  /** Milliseconds an upload may take; 60,000 by default. */
  readonly uploadTimeoutMs?: number;
  /** How often at most what is safe is sent again; 2 by default. */
  readonly retries?: number;
  /** Milliseconds before the first retry; 400 by default. */
  readonly retryBaseMs?: number;
  /** What its entries in the phone's storage begin with; `jishi` by default. */
  readonly storageKey?: string;
  /** For tests. */
  readonly clock?: Clock;
}

/** A client of one shop. Make one for the app, at start. */
export function createShop(options: ShopOptions) {
  const { baseUrl, platform, language = 'zh', timeoutMs = 10_000, uploadTimeoutMs = 60_000 } = options;
  const { retries = 2, retryBaseMs = 400, storageKey = 'jishi', clock = phoneClock } = options;
  const wire = new Wire({ platform, clock, baseUrl, language, timeoutMs, uploadTimeoutMs });
  const session = new Session({ platform, wire, clock, language, storageKey });
  const calls = new Calls(wire, session, clock, { retries, retryBaseMs });
  const unanswered = new Unanswered(calls, wire, clock, platform.storage, storageKey);
  return groups({ calls, session, unanswered, payments: new Payments(calls, wire, platform) });
}

export type Shop = ReturnType<typeof createShop>;
