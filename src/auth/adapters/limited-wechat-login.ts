import { Injectable } from '@nestjs/common';
import { LoginAttempts } from '#platform/rate-limit';
import { type WechatAccount, WechatLogin } from '../application/wechat-login.js';
import { MiniProgramLogin } from './wechat-login.js';

/** WeChat's answer tells who signs in, so this is the first place that can count by account. */
@Injectable()
export class LimitedWechatLogin extends WechatLogin {
  constructor(
    private readonly wechat: MiniProgramLogin,
    private readonly attempts: LoginAttempts,
  ) {
    super();
  }

  /** @throws TooManyRequests as well */
  override async identify(code: string): Promise<WechatAccount> {
    const known = await this.wechat.identify(code);
    await this.attempts.count(known.account);
    return known;
  }
}
