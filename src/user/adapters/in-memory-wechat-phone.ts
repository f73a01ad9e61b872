import { WechatPhone } from '../application/wechat-phone.js';
import { PhoneCodeInvalid } from '../domain/errors.js';
import { PhoneNumber } from '../domain/phone-number.js';

/** Codes that tests hand out, each good once and for one account. */
export class InMemoryWechatPhone extends WechatPhone {
  private readonly codes = new Map<string, { account: string; phone: PhoneNumber }>();

  handOut(code: string, account: string, subscriber: string): void {
    this.codes.set(code, { account, phone: PhoneNumber.of('86', subscriber) });
  }

  async reveal(code: string, account: string): Promise<PhoneNumber> {
    const handedOut = this.codes.get(code);
    if (handedOut?.account !== account) throw new PhoneCodeInvalid();
    this.codes.delete(code);
    return handedOut.phone;
  }
}
