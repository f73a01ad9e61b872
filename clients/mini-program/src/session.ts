import type { Login, Tokens } from './api-types.js';
import type { Clock } from './clock.js';
import { Codes } from './codes.js';
import { failed, isShopError, type Language, type ShopError } from './errors.js';
import { type Platform, saidBy } from './platform.js';
import { Stored } from './store.js';
import type { Wire } from './wire.js';

interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds from receipt. */
  readonly expiresIn: number;
  /** By this phone's clock, milliseconds. The server's time is never compared with it. */
  readonly receivedAt: number;
}

/** Tokens are renewed so long before they end, or a tenth of their life before where that is less. */
const AHEAD_MS = 60_000;

export interface SessionOptions {
  readonly platform: Platform;
  readonly wire: Wire;
  readonly clock: Clock;
  readonly language: Language;
  readonly storageKey: string;
}

/** Keeps the shopper signed in without a word: one renewal at a time, whoever needs it waits for that one. */
export class Session {
  private readonly stored: Stored<Grant>;
  private renewing: Promise<Grant> | null = null;

  constructor(private readonly options: SessionOptions) {
    const isWhole = ({ accessToken, refreshToken, expiresIn, receivedAt }: Grant) =>
      typeof accessToken === 'string' && typeof refreshToken === 'string' && expiresIn > 0 && receivedAt > 0;
    this.stored = new Stored<Grant>(options.platform.storage, `${options.storageKey}.session`, isWhole);
  }

  get isOpen(): boolean {
    return this.stored.get() !== null;
  }

  /** The token to send now. */
  async token(): Promise<string> {
    const grant = this.stored.get();
    return (grant && !this.isDue(grant) ? grant : await this.renew()).accessToken;
  }

  /** The token to send after the shop refused one: somebody else may have renewed it meanwhile. */
  async tokenAfter(refused: string, { code }: ShopError): Promise<string> {
    const grant = this.stored.get();
    if (grant && grant.accessToken !== refused) return grant.accessToken;
    // Only an expired token has a session behind it that can be refreshed.
    if (!this.renewing && code !== Codes.AccessTokenExpired) this.stored.set(null);
    return (await this.renew()).accessToken;
  }

  /** A new session by wx.login, whatever there was. */
  async logIn(): Promise<Login> {
    await this.settled();
    let login: Login | undefined;
    await this.single(async () => this.keep((login = await this.signIn())));
    return login as Login;
  }

  /** Forgets the tokens; the shop is not told. */
  async forget(): Promise<void> {
    await this.settled();
    this.stored.set(null);
  }

  private renew(): Promise<Grant> {
    return this.renewing ?? this.single(async () => this.keep((await this.refresh()) ?? (await this.signIn())));
  }

  private single(work: () => Promise<Grant>): Promise<Grant> {
    const done = () => (this.renewing = null);
    const renewing = work();
    this.renewing = renewing;
    renewing.then(done, done);
    return renewing;
  }

  private async settled(): Promise<void> {
    while (this.renewing) await this.renewing.catch(() => null);
  }

  /** Null: there is no session to go on with. */
  private async refresh(): Promise<Tokens | null> {
    const grant = this.stored.get();
    if (!grant) return null;
    try {
      const body = JSON.stringify({ refreshToken: grant.refreshToken });
      return await this.options.wire.send<Tokens>({ method: 'POST', path: '/auth/token/refresh', body, urgent: true });
    } catch (error) {
      if (!isShopError(error)) throw error;
      // A token whose answer was lost may be spent. To send it again would look like theft, so the next renewal signs in.
      if (error.status === 401 || error.isOutcomeOpen) this.stored.set(null);
      if (error.status === 401) return null;
      throw error;
    }
  }

  private async signIn(): Promise<Login> {
    const { platform, wire, language } = this.options;
    const code = await platform.login().catch((failure: unknown) => {
      throw failed('login', language, saidBy(failure));
    });
    const body = JSON.stringify({ code });
    return wire.send<Login>({ method: 'POST', path: '/auth/wechat/login', body, urgent: true });
  }

  private keep({ accessToken, refreshToken, expiresIn }: Tokens): Grant {
    const grant = { accessToken, refreshToken, expiresIn, receivedAt: this.options.clock.now() };
    this.stored.set(grant);
    return grant;
  }

  /** A clock that was put back says "not yet", and the shop's 401 tells better; one put forward costs an early renewal. */
  private isDue({ expiresIn, receivedAt }: Grant): boolean {
    const life = expiresIn * 1000;
    return this.options.clock.now() - receivedAt >= life - Math.min(AHEAD_MS, life / 10);
  }
}
