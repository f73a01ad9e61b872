const RENEWAL_MARGIN_MS = 60_000;

export interface AccessToken {
  /** Up to 512 characters and more. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** Where the mini-program's access_token is kept, so that all who share the store use one token. */
export abstract class AccessTokenStore {
  abstract get(): Promise<AccessToken | null>;
  abstract set(token: AccessToken): Promise<void>;
  /** Forgets this very token; a newer one, stored in the meantime, stays. */
  abstract drop(token: string): Promise<void>;
}

export class InProcessAccessTokenStore extends AccessTokenStore {
  private held: AccessToken | null = null;

  async get(): Promise<AccessToken | null> {
    return this.held;
  }

  async set(token: AccessToken): Promise<void> {
    this.held = token;
  }

  async drop(token: string): Promise<void> {
    if (this.held?.token === token) this.held = null;
  }
}

/** Hands out the current access_token and fetches the next one; however many ask, one request is made. */
export class AccessTokens {
  private loading: Promise<string> | null = null;

  constructor(
    private readonly store: AccessTokenStore,
    private readonly fetch: () => Promise<AccessToken>,
    private readonly now: () => Date,
  ) {}

  current(): Promise<string> {
    this.loading ??= this.load().finally(() => (this.loading = null));
    return this.loading;
  }

  /** After WeChat refused `token`: the one that took its place, which in normal mode may be the same. */
  async instead(token: string): Promise<string> {
    await this.store.drop(token);
    // A load begun before the drop may have read the refused token.
    await this.loading?.catch(() => undefined);
    return this.current();
  }

  private async load(): Promise<string> {
    const held = await this.store.get();
    // WeChat makes the next token 5 minutes early and honours both, so a fetch at the margin brings a new one.
    if (held && held.expiresAt.getTime() - this.now().getTime() > RENEWAL_MARGIN_MS) return held.token;
    const fetched = await this.fetch();
    await this.store.set(fetched);
    return fetched.token;
  }
}
