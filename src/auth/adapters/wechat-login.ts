import { Injectable, Logger } from '@nestjs/common';
import {
  LoginCodeRefused,
  MiniProgramClient,
  UserBlockedByWechat,
  WechatBusy,
  WechatError,
  WechatQuotaReached,
  WechatUnreachable,
} from '#wechat';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import { type WechatAccount, WechatLogin } from '../application/wechat-login.js';
import { AccountBlocked, LoginCodeInvalid } from '../domain/errors.js';

/** What an identifier may be made of to fit its column. */
const IDENTIFIER = /^[\x21-\x7e]{1,128}$/;

@Injectable()
export class MiniProgramLogin extends WechatLogin {
  private readonly log = new Logger(MiniProgramLogin.name);

  constructor(private readonly miniProgram: MiniProgramClient) {
    super();
  }

  async identify(code: string): Promise<WechatAccount> {
    const { openid, unionid, sessionKey } = await this.ask(code);
    if (!IDENTIFIER.test(openid) || !IDENTIFIER.test(unionid ?? '-')) throw new WechatUnavailable();
    return { account: openid, unionAccount: unionid, sessionKey };
  }

  private async ask(code: string): ReturnType<MiniProgramClient['codeToSession']> {
    try {
      return await this.miniProgram.codeToSession(code);
    } catch (error) {
      throw error instanceof WechatError ? this.inOurWords(error) : error;
    }
  }

  private inOurWords(error: WechatError): Error {
    if (error instanceof LoginCodeRefused) return new LoginCodeInvalid();
    if (error instanceof UserBlockedByWechat) return new AccountBlocked();
    if (error instanceof WechatQuotaReached) {
      this.log.warn(error.message);
      return new WechatLimitReached(error.retryAfterSeconds);
    }
    if (error instanceof WechatBusy || error instanceof WechatUnreachable) {
      this.log.warn(error.message);
      return new WechatUnavailable(error.retryAfterSeconds);
    }
    // Wrong credentials or an answer nobody expected: the shopper can only wait until an operator has seen to it.
    this.log.error(error.message);
    return new WechatUnavailable();
  }
}
