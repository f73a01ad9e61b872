import type { Asked, EarlyAnswer } from './early-answer.js';
import { API_PREFIX, envelopedBytes, JSON_TYPE } from './enveloped-bytes.js';
import { isKnown } from './if-none-match.js';
import type { KnownShoppers } from './known-shoppers.js';
import { languageOf } from './language.js';
import type { Shopper } from './principals.js';
import type { ReadyJson } from './ready-json.js';
import type { RequestLimits } from './request-limits.js';
import type { Quota } from './too-many-requests.js';

/** An answer that is at hand, and who asked; null on a public route. */
export interface Found {
  readonly ready: ReadyJson;
  readonly shopper: Shopper | null;
}

interface Ends<T> {
  readonly send: (found: Found, counted: readonly Quota[]) => T;
  /** @param counted null: the request was not counted */
  readonly pass: (counted: readonly Quota[] | null) => T;
}

/** What one marked route can answer out of memory, wherever its requests are read. */
export class AtHand {
  private readonly isEnveloped: boolean;
  private readonly limits: RequestLimits | undefined;
  /** Names of header fields, each followed by its value. */
  private readonly unchanging: readonly string[];

  constructor(
    /** Its template. */
    readonly url: string,
    private readonly answers: EarlyAnswer,
    private readonly isPublic: boolean,
    private readonly shoppers: KnownShoppers,
    limits: RequestLimits | undefined,
  ) {
    this.isEnveloped = url.startsWith(`/${API_PREFIX}/`);
    this.limits = this.isEnveloped ? limits : undefined;
    this.unchanging = Object.entries({ 'content-type': JSON_TYPE, ...answers.headers }).flat();
  }

  /** Counts a request whose answer is at hand, and sends it or passes it on to the route. Waits only where others count as well. */
  decide<T>(asked: Asked, { send, pass }: Ends<T>): T | Promise<T> {
    const found = this.find(asked);
    if (!found) return pass(null);
    if (!this.limits) return send(found, []);
    const conclude = (counted: readonly Quota[], still: Found | null) =>
      !still || counted.some(({ exceeded }) => exceeded) ? pass(counted) : send(still, counted);
    const counting = this.limits.countEarly(asked, found.shopper);
    if (!(counting instanceof Promise)) return conclude(counting, found);
    // What was at hand may be too old by now, or the session revoked.
    return counting.then((counted) => conclude(counted, this.find(asked)));
  }

  /** The answer: 304 to who has it already. The body is one byte in each character. */
  write(asked: Asked, { ready }: Found): { status: 200 | 304; headers: (string | number)[]; body: string } {
    const headers = [...ready.headers];
    if (isKnown(asked.headers['if-none-match'], ready.tag)) return { status: 304, headers, body: '' };
    const body = this.isEnveloped ? envelopedBytes(ready, languageOf(asked), asked.id) : ready.bytes;
    return { status: 200, headers: [...headers, ...this.unchanging, 'content-length', body.length], body };
  }

  private find(asked: Asked): Found | null {
    const shopper = this.isPublic ? null : this.shoppers.peek(asked);
    if (!shopper && !this.isPublic) return null;
    const ready = this.answers.answer(asked, shopper);
    return ready && { ready, shopper };
  }
}
