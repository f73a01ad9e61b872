import { Logger } from '@nestjs/common';
import { z } from 'zod';
import { Config } from '#platform/config';
import { OnPush, type Push, PushHandler } from '#wechat';
import { SettleCheck } from '../application/settle-check.js';

/** XML has texts only. */
const number = z.coerce.number().int();

const mediaCheck = z.object({
  appid: z.string(),
  trace_id: z.string().regex(/^[\x21-\x7e]{1,128}$/),
  errcode: number.optional(),
  result: z.object({ suggest: z.enum(['pass', 'review', 'risky']) }).optional(),
});

/** What WeChat saw in a picture. */
@OnPush('wxa_media_check')
export class WechatMediaPush extends PushHandler {
  private readonly log = new Logger(WechatMediaPush.name);

  constructor(
    private readonly settleCheck: SettleCheck,
    private readonly config: Config,
  ) {
    super();
  }

  async handle({ fields }: Push): Promise<void> {
    const { data } = mediaCheck.safeParse(fields);
    if (!data || data.appid !== this.config.wechat.appId) {
      this.log.warn(data ? "A media check of another app's" : 'A push of a media check makes no sense');
      return;
    }
    const { trace_id: reference, errcode = 0, result } = data;
    // Most often it could not fetch the picture: PUBLIC_BASE_URL, or a firewall before it.
    if (errcode !== 0 || !result) this.log.warn(`WeChat could not look at a picture: errcode ${errcode}`);
    await this.settleCheck.decided(reference, errcode === 0 && result ? result.suggest : 'unknown');
  }
}
