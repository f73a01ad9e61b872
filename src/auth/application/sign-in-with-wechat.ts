import { Injectable, Logger } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Config } from '#platform/config';
import { KeysUnavailable } from '#platform/crypto';
import { Database } from '#platform/database';
import { UserDirectory, type UserProfile } from '../../user/index.js';
import { AccountBlocked, LoginCodeInvalid } from '../domain/errors.js';
import { AccountAlreadyKnown, Identities } from '../domain/identities.js';
import type { Identity } from '../domain/identity.js';
import { RefreshToken } from '../domain/refresh-token.js';
import { type Device, Session } from '../domain/session.js';
import { Sessions } from '../domain/sessions.js';
import { UserBlocks } from '../domain/user-blocks.js';
import { type Grant, Grants } from './grants.js';
import { Secrets } from './secrets.js';
import { WechatLogin } from './wechat-login.js';

export interface SignInWithWechatCommand {
  /** From wx.login. */
  readonly code: string;
  readonly device: Device;
  /** Whoever sends the request: nobody knows yet who it is. */
  readonly actor: Actor;
}

export interface SignedIn {
  readonly grant: Grant;
  readonly user: UserProfile;
  readonly isNew: boolean;
}

type Known = Omit<Identity, 'userId'>;

/** Opens a session for whoever holds the code; an account that is seen for the first time becomes a user. */
@Injectable()
export class SignInWithWechat {
  private readonly log = new Logger(SignInWithWechat.name);

  constructor(
    private readonly wechat: WechatLogin,
    private readonly identities: Identities,
    private readonly users: UserDirectory,
    private readonly sessions: Sessions,
    private readonly blocks: UserBlocks,
    private readonly secrets: Secrets,
    private readonly grants: Grants,
    private readonly audit: AuditLog,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @throws LoginCodeInvalid, AccountBlocked, WechatUnavailable, WechatLimitReached */
  async execute({ code, device, actor }: SignInWithWechatCommand): Promise<SignedIn> {
    try {
      const { grant, user, isNew } = await this.signIn(code, device);
      const shopper = { ...actor, kind: 'shopper' as const, id: user.id };
      this.audit.note({ type: 'auth.login', actor: shopper, subject: user.id, facts: { isNew } });
      return { grant, user, isNew };
    } catch (error) {
      if (error instanceof LoginCodeInvalid || error instanceof AccountBlocked) {
        this.audit.note({ type: 'auth.login-failed', actor, subject: null, facts: { code: error.code } });
      }
      throw error;
    }
  }

  private async signIn(code: string, device: Device): Promise<SignedIn> {
    const account = await this.wechat.identify(code);
    const known = { ...account, answeredAt: this.clock.now() };
    // Somebody who is erased while they sign in is a new person the second time.
    const signedIn = (await this.open(known, device)) ?? (await this.open(known, device));
    if (!signedIn) throw new LoginCodeInvalid();
    return signedIn;
  }

  /** Null when the user was erased meanwhile. */
  private async open(known: Known, device: Device): Promise<SignedIn | null> {
    const found = await this.findOrJoin(known);
    if (!found) return null;
    const { user, isNew } = found;
    const grant = await this.openSession(user.id, known.account, device);
    // Only now: an erasure that did not see the new session has taken the identity away before this looks for it.
    if (await this.renew({ ...known, userId: user.id })) {
      return { grant, user, isNew };
    }
    await this.sessions.removeAll(user.id);
    return null;
  }

  private async findOrJoin(known: Known): Promise<{ user: UserProfile; isNew: boolean } | null> {
    const userId = await this.identities.userOf(known.account);
    if (userId !== null) return this.returning(userId);
    try {
      return { user: await this.join(known), isNew: true };
    } catch (error) {
      if (!(error instanceof AccountAlreadyKnown)) throw error;
      const joined = await this.identities.userOf(known.account);
      return joined === null ? null : this.returning(joined);
    }
  }

  private async returning(userId: string): Promise<{ user: UserProfile; isNew: false } | null> {
    if (await this.blocks.includes(userId)) throw new AccountBlocked();
    const user = await this.users.findProfile(userId);
    return user && { user, isNew: false };
  }

  private join(known: Known): Promise<UserProfile> {
    return this.database.transaction(async () => {
      const joined = await this.users.join();
      await this.identities.add({ ...known, userId: joined.id });
      return joined;
    });
  }

  /** Without keys to encrypt it the session key is not kept: who needs it later is told to sign in again (1004). */
  private async renew(identity: Identity): Promise<boolean> {
    try {
      return await this.identities.renew(identity);
    } catch (error) {
      if (!(error instanceof KeysUnavailable)) throw error;
      this.log.warn('A session key is not kept: the key-management service does not answer');
      return this.identities.renew({ ...identity, sessionKey: null });
    }
  }

  private async openSession(userId: string, account: string, device: Device): Promise<Grant> {
    const token = new RefreshToken(newId(), this.secrets.next(), this.secrets.next());
    const digests = { family: this.secrets.digest(token.family), secret: this.secrets.digest(token.secret) };
    const who = { id: token.sessionId, userId, account };
    const { refreshTtl: ttl, sessionMaxAge: maxAge } = this.config.auth;
    const session = Session.open(who, digests, device, this.clock.now(), { ttl, maxAge });
    await this.sessions.add(session);
    return this.grants.for(userId, token, session.snapshot().expiresAt);
  }
}
