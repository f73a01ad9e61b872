import type { PhoneNumber } from '../domain/phone-number.js';

/** Asks WeChat for a shopper's phone number. Each answer costs money. */
export abstract class WechatPhone {
  /**
   * @param code from the getPhoneNumber button; good once, for five minutes
   * @param account the shopper's account at WeChat, whose code it must be
   * @throws PhoneCodeInvalid, WechatUnavailable, WechatLimitReached
   */
  abstract reveal(code: string, account: string): Promise<PhoneNumber>;
}
