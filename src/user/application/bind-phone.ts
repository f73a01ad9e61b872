import { Injectable } from '@nestjs/common';
import { Users } from '../domain/users.js';
import { WechatPhone } from './wechat-phone.js';

export interface BindPhoneCommand {
  readonly userId: string;
  /** The shopper's account at WeChat. */
  readonly account: string;
  /** From the getPhoneNumber button. */
  readonly code: string;
}

@Injectable()
export class BindPhone {
  constructor(
    private readonly users: Users,
    private readonly wechatPhone: WechatPhone,
  ) {}

  /** @throws PhoneCodeInvalid, PhoneTaken, UserNotFound, KeysUnavailable, WechatUnavailable, WechatLimitReached */
  async execute({ userId, account, code }: BindPhoneCommand): Promise<void> {
    const phone = await this.wechatPhone.reveal(code, account);
    await this.users.bindPhone(userId, phone);
  }
}
