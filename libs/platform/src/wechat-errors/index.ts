import { DomainError } from '#kernel';

/** WeChat cannot be reached, is busy or answers garbage: whether it did what was asked is unknown. */
export class WechatUnavailable extends DomainError {
  /** @param retryAfterSeconds sent to the client as `Retry-After` */
  constructor(readonly retryAfterSeconds = 5) {
    super({
      code: 6001,
      kind: 'unavailable',
      zh: '微信服务暂时不可用，请稍后再试',
      en: 'WeChat is not available at the moment, try again soon',
    });
  }
}

/** A limit that WeChat sets for this shop is reached; WeChat did nothing. */
export class WechatLimitReached extends DomainError {
  /** @param retryAfterSeconds sent to the client as `Retry-After` */
  constructor(readonly retryAfterSeconds = 60) {
    super({
      code: 6002,
      kind: 'unavailable',
      zh: '微信接口调用已达上限，请稍后再试',
      en: 'The limit WeChat sets is reached, try again later',
    });
  }
}

/** Whether what WeChat did not do, or did not tell of, may go well the next time without anybody's help. */
export function mayWorkLater(error: unknown): error is WechatUnavailable | WechatLimitReached {
  return error instanceof WechatUnavailable || error instanceof WechatLimitReached;
}

/** WeChat's content check holds what somebody wrote for risky. */
export class ContentRefused extends DomainError {
  constructor() {
    super({
      code: 6003,
      kind: 'unprocessable',
      zh: '内容含有违规信息，请修改后再试',
      en: 'The content is refused, change it and try again',
    });
  }
}
