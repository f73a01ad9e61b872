import { Injectable } from '@nestjs/common';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import { MiniProgramClient, PhoneCodeRefused, WechatBusy, WechatQuotaReached, WechatUnreachable } from '#wechat';
import { WechatPhone } from '../application/wechat-phone.js';
import { FieldInvalid, PhoneCodeInvalid } from '../domain/errors.js';
import { PhoneNumber } from '../domain/phone-number.js';

/** After an answer that made no sense. */
const RETRY_AFTER_SECONDS = 5;

/** Reads the number from WeChat's getuserphonenumber. */
@Injectable()
export class MiniProgramPhone extends WechatPhone {
  constructor(private readonly miniProgram: MiniProgramClient) {
    super();
  }

  async reveal(code: string, account: string): Promise<PhoneNumber> {
    try {
      const { countryCode, purePhoneNumber } = await this.miniProgram.phoneNumber({ code, openid: account });
      return PhoneNumber.of(countryCode, purePhoneNumber);
    } catch (error) {
      throw inOurWords(error);
    }
  }
}

/** What remains untranslated is for the operator: credentials or permissions that WeChat refuses. */
function inOurWords(error: unknown): unknown {
  if (error instanceof PhoneCodeRefused) return new PhoneCodeInvalid();
  if (error instanceof WechatQuotaReached) return new WechatLimitReached(error.retryAfterSeconds);
  if (error instanceof WechatUnreachable || error instanceof WechatBusy) {
    return new WechatUnavailable(error.retryAfterSeconds);
  }
  // A "number" that is none: WeChat answers garbage.
  if (error instanceof FieldInvalid) return new WechatUnavailable(RETRY_AFTER_SECONDS);
  return error;
}
