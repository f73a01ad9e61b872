import { Injectable, Logger } from '@nestjs/common';
import { Config } from '#platform/config';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  MiniProgramClient,
  NoRecentVisit,
  WechatBusy,
  WechatError,
  WechatQuotaReached,
  WechatUnreachable,
} from '#wechat';
import { MediaCheck } from '../application/media-check.js';

/** WeChat's media_check_async: it fetches the picture itself, and pushes what it saw. */
@Injectable()
export class WechatMediaCheck extends MediaCheck {
  private readonly log = new Logger(WechatMediaCheck.name);
  /** Without message push nobody would hear of the verdict. */
  readonly isOn: boolean;

  constructor(
    private readonly wechat: MiniProgramClient,
    { miniProgram, wechat: { push } }: Config,
  ) {
    super();
    this.isOn = miniProgram.contentCheck && push !== null;
  }

  async submit(url: string, account: string): Promise<string | null> {
    try {
      const { traceId } = await this.wechat.checkMedia({ url, type: 'image', scene: 'profile', openid: account });
      return traceId;
    } catch (error) {
      if (!(error instanceof WechatError)) throw error;
      return this.noReference(error);
    }
  }

  private noReference(error: WechatError): null {
    if (error instanceof WechatQuotaReached) throw new WechatLimitReached(error.retryAfterSeconds);
    if (error instanceof WechatUnreachable || error instanceof WechatBusy) {
      throw new WechatUnavailable(error.retryAfterSeconds);
    }
    // A visit is normal to be over; credentials, permissions or an address WeChat does not take are the operator's.
    if (error instanceof NoRecentVisit) this.log.log(error.message);
    else this.log.error(error.message);
    return null;
  }
}
