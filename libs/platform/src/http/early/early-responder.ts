import { tracing } from '#platform/tracing';
import type { Shopper } from '#platform/principals';
import type { KnownShoppers } from '../access/known-shoppers.js';
import { API_PREFIX, envelopedBytes, JSON_TYPE } from '../answers/enveloped-bytes.js';
import { headerLines } from '../answers/header-lines.js';
import { isKnown } from '../answers/if-none-match.js';
import { languageOf } from '../answers/language.js';
import type { ReadyJson } from '../answers/ready-json.js';
import type { LoadGate } from '../load/load-gate.js';
import type { RequestLimits } from '../load/request-limits.js';
import type { Quota } from '../load/too-many-requests.js';
import type { Asked, EarlyAnswer } from './early-answer.js';

/** An early answer, and who asked; null on a public route. */
export interface Found {
  readonly ready: ReadyJson;
  readonly shopper: Shopper | null;
}

interface Continuations<T> {
  readonly send: (found: Found, counted: readonly Quota[]) => T;
  /**
   * @param counted null: the request was not counted
   * @param failure what the route is to fail with, rather than to try the same once more
   */
  readonly pass: (counted: readonly Quota[] | null, failure?: Error) => T;
}

/** What one marked route can answer early, wherever its requests are read: out of memory, or once it is read. */
export class EarlyResponder {
  private readonly isEnveloped: boolean;
  private readonly limits: RequestLimits | undefined;
  /** Names of header fields, each followed by its value. */
  private readonly unchanging: readonly string[];
  private readonly unchangingLines: string;

  constructor(
    /** Its template. */
    readonly url: string,
    private readonly answers: EarlyAnswer,
    private readonly isPublic: boolean,
    private readonly shoppers: KnownShoppers,
    limits: RequestLimits | undefined,
    private readonly gate: LoadGate,
  ) {
    this.isEnveloped = url.startsWith(`/${API_PREFIX}/`);
    this.limits = this.isEnveloped ? limits : undefined;
    this.unchanging = Object.entries({ 'content-type': JSON_TYPE, ...answers.headers }).flat();
    this.unchangingLines = headerLines(this.unchanging);
  }

  /**
   * Counts a request that can be answered early, and sends the answer or passes the request on to the route. What is at hand waits
   * only where others count as well.
   */
  decide<T>(asked: Asked, continuations: Continuations<T>): T | Promise<T> {
    const { send, pass } = continuations;
    const found = this.find(asked);
    if (!found) return this.canRead() ? this.gate.during(this.decideOnceRead(asked, continuations)) : pass(null);
    if (!this.limits) return send(found, []);
    const conclude = (counted: readonly Quota[], still: Found | null) =>
      !still || counted.some(({ exceeded }) => exceeded) ? pass(counted) : send(still, counted);
    const counting = this.limits.countEarly(asked, found.shopper);
    if (!(counting instanceof Promise)) return conclude(counting, found);
    // What was at hand may be too old by now, or the session revoked.
    return this.gate.during(counting.then((counted) => conclude(counted, this.find(asked))));
  }

  /** The answer: null to who has it already. One byte in each character. */
  bodyOf({ ready }: Found, asked: Asked): string | null {
    if (isKnown(asked.headers['if-none-match'], ready.tag)) return null;
    return this.isEnveloped ? envelopedBytes(ready, languageOf(asked), asked.id) : ready.bytes;
  }

  /** The headers of an answer with this body. */
  headersOf({ ready }: Found, body: string | null): (string | number)[] {
    return body === null ? [...ready.headers] : [...ready.headers, ...this.unchanging, 'content-length', body.length];
  }

  /** The same headers as they go over the wire. */
  headerLinesOf({ ready }: Found, body: string | null): string {
    return body === null
      ? ready.headerLines
      : `${ready.headerLines}${this.unchangingLines}content-length: ${body.length}\r\n`;
  }

  private canRead(): boolean {
    // Spans of what is read belong to a request that Nest has seen.
    return this.isPublic && this.answers.read !== undefined && !tracing && this.gate.admits(() => 'ordinary');
  }

  /** Counts first: who is beyond a limit has nothing read for them. */
  private async decideOnceRead<T>(asked: Asked, { send, pass }: Continuations<T>): Promise<T> {
    const counted = (await this.limits?.countEarly(asked, null)) ?? null;
    if (counted?.some(({ exceeded }) => exceeded)) return pass(counted);
    let ready: ReadyJson | null | undefined;
    try {
      ready = await this.answers.read?.(asked);
    } catch (error) {
      return pass(counted, error instanceof Error ? error : new Error('Not read'));
    }
    return ready ? send({ ready, shopper: null }, counted ?? []) : pass(counted);
  }

  private find(asked: Asked): Found | null {
    const shopper = this.isPublic ? null : this.shoppers.peek(asked);
    if (!shopper && !this.isPublic) return null;
    const ready = this.answers.answer(asked, shopper);
    return ready && { ready, shopper };
  }
}
