import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { currentActivity } from '#platform/activity';
import { type Actor, AuditLog } from '#platform/audit';
import { Config } from '#platform/config';
import { Gathering } from '#platform/gathering';
import { AccountBlocked, LoginCodeInvalid } from '../domain/errors.js';
import type { Device } from '../domain/session.js';
import { OpenSessions } from './open-sessions.js';
import type { Arrival, Opening, SignedIn } from './opening.js';
import { WechatLogin } from './wechat-login.js';

export interface SignInWithWechatCommand {
  /** From wx.login. */
  readonly code: string;
  readonly device: Device;
  /** Whoever sends the request: nobody knows yet who it is. */
  readonly actor: Actor;
}

/** Two lanes: while one waits for the database, the other one works. Of one account so many may wait; more are a client gone wild. */
const LIMITS = { name: 'logins', maxBatch: 64, lanes: 2, maxQueue: 1_000, maxQueuePerOwner: 20 };

/**
 * Opens a session for whoever holds the code; an account that is seen for the first time becomes a user. Who signs in
 * while others do is let in together with them (docs/adr/0033).
 */
@Injectable()
export class SignInWithWechat implements BeforeApplicationShutdown {
  private readonly gathering: Gathering<Arrival, Opening>;

  constructor(
    private readonly wechat: WechatLogin,
    openSessions: OpenSessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    { database }: Config,
  ) {
    this.gathering = new Gathering(
      (arrivals) => openSessions.execute(arrivals),
      // Nobody waits longer than for a statement.
      { ...LIMITS, timeout: database.queryTimeout },
      ({ account }) => account,
    );
  }

  /** @throws LoginCodeInvalid, AccountBlocked, WechatUnavailable, WechatLimitReached, TooManyWaiting */
  async execute({ code, device, actor }: SignInWithWechatCommand): Promise<SignedIn> {
    try {
      const signedIn = await this.signIn(code, device);
      const { user, isNew } = signedIn;
      const shopper = { ...actor, kind: 'shopper' as const, id: user.id };
      this.audit.note({ type: 'auth.login', actor: shopper, subject: user.id, facts: { isNew } });
      return signedIn;
    } catch (error) {
      if (error instanceof LoginCodeInvalid || error instanceof AccountBlocked) {
        this.audit.note({ type: 'auth.login-failed', actor, subject: null, facts: { code: error.code } });
      }
      throw error;
    }
  }

  /** What was taken on is decided, also when nobody waits for the answer any more. */
  beforeApplicationShutdown(): Promise<void> {
    return this.gathering.idle();
  }

  private async signIn(code: string, device: Device): Promise<SignedIn> {
    const account = await this.wechat.identify(code);
    const arrival = { ...account, answeredAt: this.clock.now(), device, activity: currentActivity() };
    // Somebody who is erased while they sign in is a new person the second time.
    const signedIn = (await this.open(arrival)) ?? (await this.open(arrival));
    if (!signedIn) throw new LoginCodeInvalid();
    return signedIn;
  }

  /** Null when the user was erased meanwhile. */
  private async open(arrival: Arrival): Promise<SignedIn | null> {
    const opening = await this.gathering.decide(arrival);
    if ('refused' in opening) throw opening.refused;
    return 'opened' in opening ? opening.opened : null;
  }
}
