import { CircuitBreaker, CircuitOpen } from '#platform/resilience';
import { watchCircuit } from '../call-figures.js';
import { NoRecentVisit, WechatBusy, WechatError } from '../errors.js';
import type { TextToCheck, TextVerdict } from './content-checks.js';

/** Somebody waits for the answer, and a check that is down must not keep them. */
const TIMEOUT_MS = 1_000;
const PAUSE_MS = 30_000;

/** `unknown`: WeChat did not say; `why` may be logged. */
export type Verdict =
  { readonly suggest: TextVerdict['suggest'] } | { readonly suggest: 'unknown'; readonly why: string };

interface TextChecker {
  checkText(text: TextToCheck): Promise<TextVerdict>;
}

/**
 * The content check for callers that do without when they must: an answer within a second or `unknown`. After a check
 * that failed, none is made for half a minute.
 */
export class ContentSafety {
  private readonly breaker: CircuitBreaker;

  constructor(
    /** Null: nothing is checked, and all is well. */
    private readonly client: TextChecker | null,
    now?: () => number,
  ) {
    this.breaker = new CircuitBreaker(1, PAUSE_MS, now);
    watchCircuit('msg_sec_check of texts', this.breaker);
  }

  async verdictOn(text: Omit<TextToCheck, 'timeoutMs'>): Promise<Verdict> {
    const { client } = this;
    if (!client) return { suggest: 'pass' };
    try {
      return await this.breaker.run(() => ask(client, { ...text, timeoutMs: TIMEOUT_MS }));
    } catch (error) {
      if (error instanceof CircuitOpen) return { suggest: 'unknown', why: 'msg_sec_check: failed a moment ago' };
      if (error instanceof WechatError) return { suggest: 'unknown', why: error.message };
      throw error;
    }
  }
}

/** An answer about this one text says nothing about the next: the breaker does not see it as a failure. */
async function ask(client: TextChecker, text: TextToCheck): Promise<Verdict> {
  try {
    const { suggest } = await client.checkText(text);
    return { suggest };
  } catch (error) {
    if (!(error instanceof NoRecentVisit || error instanceof WechatBusy)) throw error;
    return { suggest: 'unknown', why: error.message };
  }
}
