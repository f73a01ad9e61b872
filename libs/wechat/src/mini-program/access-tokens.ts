import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { messageOf } from '#platform/database';
import { within } from '../transport.js';

/** WeChat makes the next token 5 minutes before this one ends, and honours both until then (stable_token). */
const RENEWAL_MARGIN_MS = 5 * 60_000;
/** A token that ends within this is not begun a call with. */
const LAST_USE_MS = 5_000;
/** Between two renewals of a token that is still good. */
const RENEWAL_PAUSE_MS = 10_000;
const STORE_DEADLINE_MS = 1_000;
const POLL_MS = 100;
/** Longer than a lease lasts: afterwards nobody else can be fetching. */
const MOST_POLLS = 150;

export interface AccessToken {
  /** Up to 512 characters and more. */
  readonly token: string;
  readonly expiresAt: Date;
}

interface Held extends AccessToken {
  /** Which of the tokens that were fetched one after the other; 0: before the first. */
  readonly revision: number;
}

export interface StoredAccessToken {
  readonly token: AccessToken | null;
  readonly revision: number;
}

/** Where the processes of a shop keep their access_token, and agree on who fetches the next one. */
export abstract class AccessTokenStore {
  abstract read(): Promise<StoredAccessToken>;

  /**
   * The right to fetch the token after `revision`, for 10 seconds.
   * False: another process has it, or that token is there already.
   */
  abstract claim(revision: number): Promise<boolean>;

  /** Stores the token after `revision` and ends the claim; does nothing when the claim was lost. */
  abstract replace(revision: number, token: AccessToken): Promise<void>;

  /** Ends the claim of a process that could fetch nothing. */
  abstract release(revision: number): Promise<void>;
}

/**
 * Hands out the access_token of the mini program: one request to WeChat for each token, however many calls and
 * processes ask. A good token is handed out without a query. Without its store a process goes on with the token it has, and
 * fetches for itself when it has none.
 */
export class AccessTokens {
  private readonly log = new Logger(AccessTokens.name);
  private held: Held | null = null;
  private refused: Held | null = null;
  private loading: Promise<Held> | null = null;
  private renewalAt = 0;

  constructor(
    /** Null: the token is kept in this process only. */
    private readonly store: AccessTokenStore | null,
    private readonly fetch: () => Promise<AccessToken>,
    private readonly now: () => Date,
  ) {}

  async current(): Promise<string> {
    const { held } = this;
    if (!held || !this.lasts(held, LAST_USE_MS)) return (await this.load()).token;
    if (!this.lasts(held, RENEWAL_MARGIN_MS) && this.now().getTime() >= this.renewalAt) this.renewMeanwhile();
    return held.token;
  }

  /** After WeChat refused `token`: the one that took its place, which in normal mode may be the same. */
  async instead(token: string): Promise<string> {
    if (this.held?.token === token) this.refused = this.held;
    // A search that began before the refusal may have found the refused token.
    await this.loading?.catch(() => undefined);
    if (this.held && this.isRefused(this.held)) this.held = null;
    return this.current();
  }

  private renewMeanwhile(): void {
    this.renewalAt = this.now().getTime() + RENEWAL_PAUSE_MS;
    this.load().catch((error: unknown) => this.warn('The access_token was not renewed', error));
  }

  private load(): Promise<Held> {
    this.loading ??= this.find()
      .then((found) => (this.held = found))
      .finally(() => (this.loading = null));
    return this.loading;
  }

  private async find(): Promise<Held> {
    const { store } = this;
    if (!store) return this.fetched(this.lastRevision);
    for (let polls = 0; polls < MOST_POLLS; polls++) {
      const stored = await this.ask(store.read());
      if (!stored) break;
      const { revision } = stored;
      const token = stored.token && { ...stored.token, revision };
      const usable = token && !this.isRefused(token) ? token : null;
      if (usable && this.lasts(usable, RENEWAL_MARGIN_MS)) return usable;
      const claimed = await this.ask(store.claim(revision));
      if (claimed === null) break;
      if (claimed) return this.fetchForAll(store, revision);
      if (usable && this.lasts(usable, LAST_USE_MS)) return usable;
      await pause(POLL_MS);
    }
    return this.withoutStore();
  }

  private async fetchForAll(store: AccessTokenStore, revision: number): Promise<Held> {
    let next: Held;
    try {
      next = await this.fetched(revision);
    } catch (error) {
      await this.ask(store.release(revision));
      throw error;
    }
    await this.ask(store.replace(revision, next));
    return next;
  }

  private async withoutStore(): Promise<Held> {
    const { held } = this;
    if (held && !this.isRefused(held) && this.lasts(held, LAST_USE_MS)) return held;
    return this.fetched(this.lastRevision);
  }

  private async fetched(after: number): Promise<Held> {
    return { ...(await this.fetch()), revision: after + 1 };
  }

  /** Null: the store does not answer. */
  private async ask<T>(answer: Promise<T>): Promise<T | null> {
    try {
      return await within(AbortSignal.timeout(STORE_DEADLINE_MS), 'access_token store', answer);
    } catch (error) {
      this.warn('The shared access_token cannot be reached', error);
      return null;
    }
  }

  private get lastRevision(): number {
    return Math.max(this.held?.revision ?? 0, this.refused?.revision ?? 0);
  }

  private isRefused({ token, revision }: Held): boolean {
    return this.refused?.token === token && this.refused.revision === revision;
  }

  private lasts({ expiresAt }: AccessToken, milliseconds: number): boolean {
    return expiresAt.getTime() - this.now().getTime() > milliseconds;
  }

  private warn(what: string, error: unknown): void {
    this.log.warn(`${what}: ${messageOf(error)}`);
  }
}
