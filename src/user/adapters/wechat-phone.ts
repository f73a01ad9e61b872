import { Injectable, Logger } from '@nestjs/common';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  MiniProgramClient,
  PhoneCodeRefused,
  WechatBusy,
  WechatError,
  WechatQuotaReached,
  WechatUnreachable,
} from '#wechat';
import { WechatPhone } from '../application/wechat-phone.js';
import { FieldInvalid, PhoneCodeInvalid } from '../domain/errors.js';
import { PhoneNumber } from '../domain/phone-number.js';

/** Reads the number from WeChat's getuserphonenumber. */
@Injectable()
export class MiniProgramPhone extends WechatPhone {
  private readonly log = new Logger(MiniProgramPhone.name);

  constructor(private readonly miniProgram: MiniProgramClient) {
    super();
  }

  async reveal(code: string, account: string): Promise<PhoneNumber> {
    try {
      const { countryCode, purePhoneNumber } = await this.miniProgram.phoneNumber({ code, openid: account });
      return PhoneNumber.of(countryCode, purePhoneNumber);
    } catch (error) {
      if (error instanceof WechatError) throw this.inOurWords(error);
      // A "number" that is none: WeChat answers garbage.
      throw error instanceof FieldInvalid ? new WechatUnavailable() : error;
    }
  }

  private inOurWords(error: WechatError): Error {
    if (error instanceof PhoneCodeRefused) return new PhoneCodeInvalid();
    if (error instanceof WechatQuotaReached) {
      this.log.warn(error.message);
      return new WechatLimitReached(error.retryAfterSeconds);
    }
    if (error instanceof WechatUnreachable || error instanceof WechatBusy) {
      this.log.warn(error.message);
      return new WechatUnavailable(error.retryAfterSeconds);
    }
    // Credentials or permissions that WeChat refuses: the shopper can only wait until an operator has seen to it.
    this.log.error(error.message);
    return new WechatUnavailable();
  }
}
