import { Injectable, Logger } from '@nestjs/common';
import { ContentRefused } from '#platform/wechat-errors';
import { ContentSafety } from '#wechat';
import { ContentCheck } from '../application/content-check.js';

/** Asks WeChat's msg_sec_check. A check that is down stops nobody: the text is accepted, and the log says so. */
@Injectable()
export class WechatContentCheck extends ContentCheck {
  private readonly log = new Logger(WechatContentCheck.name);

  constructor(private readonly safety: ContentSafety) {
    super();
  }

  async accept(text: string, account: string): Promise<void> {
    const verdict = await this.safety.verdictOn({ content: text, scene: 'comment', openid: account });
    if (verdict.suggest === 'risky') throw new ContentRefused();
    if (verdict.suggest === 'unknown') this.log.warn(`Remark accepted unchecked: ${verdict.why}`);
  }
}
