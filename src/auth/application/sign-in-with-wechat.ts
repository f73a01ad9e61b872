import { Injectable, Logger } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { Config } from '#platform/config';
import { KeysUnavailable } from '#platform/crypto';
import { Database } from '#platform/database';
import { UserDirectory, type UserProfile } from '../../user/index.js';
import { AccountBlocked } from '../domain/errors.js';
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
}

export interface SignedIn {
  readonly grant: Grant;
  readonly user: UserProfile;
  readonly isNew: boolean;
}

type Known = Omit<Identity, 'userId'> & { readonly sessionKey: string };

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
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @throws LoginCodeInvalid, AccountBlocked, WechatUnavailable, WechatLimitReached */
  async execute({ code, device }: SignInWithWechatCommand): Promise<SignedIn> {
    const account = await this.wechat.identify(code);
    const { user, isNew } = await this.findOrJoin({ ...account, answeredAt: this.clock.now() });
    const refreshToken = await this.openSession(user.id, account.account, device);
    return { grant: this.grants.for(user.id, refreshToken), user, isNew };
  }

  private async findOrJoin(known: Known): Promise<{ user: UserProfile; isNew: boolean }> {
    const user = await this.returning(known);
    if (user) return { user, isNew: false };
    try {
      return { user: await this.join(known), isNew: true };
    } catch (error) {
      if (!(error instanceof AccountAlreadyKnown)) throw error;
      const joined = await this.returning(known);
      if (!joined) throw error;
      return { user: joined, isNew: false };
    }
  }

  private async returning(known: Known): Promise<UserProfile | null> {
    const userId = await this.identities.userOf(known.account);
    if (userId === null) return null;
    if (await this.blocks.includes(userId)) throw new AccountBlocked();
    await this.keepSessionKey({ ...known, userId });
    return this.users.profileOf(userId);
  }

  private async join(known: Known): Promise<UserProfile> {
    const user = await this.database.transaction(async () => {
      const joined = await this.users.join();
      await this.identities.add({ ...known, userId: joined.id });
      return joined;
    });
    await this.keepSessionKey({ ...known, userId: user.id });
    return user;
  }

  /** Without keys to encrypt it the session key is not kept: who needs it later is told to sign in again (1004). */
  private async keepSessionKey(identity: Known & { readonly userId: string }): Promise<void> {
    try {
      await this.identities.renew(identity);
    } catch (error) {
      if (!(error instanceof KeysUnavailable)) throw error;
      this.log.warn('A session key is not kept: the key-management service does not answer');
    }
  }

  private async openSession(userId: string, account: string, device: Device): Promise<RefreshToken> {
    const token = new RefreshToken(newId(), this.secrets.next(), this.secrets.next());
    const digests = { family: this.secrets.digest(token.family), secret: this.secrets.digest(token.secret) };
    const who = { id: token.sessionId, userId, account };
    await this.sessions.add(Session.open(who, digests, device, this.clock.now(), this.config.auth.refreshTtl));
    return token;
  }
}
