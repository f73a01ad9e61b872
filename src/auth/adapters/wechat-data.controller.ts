import { Body, Controller, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Answers, CurrentShopper, type Shopper, Tag } from '#platform/http';
import { OpenWechatData } from '../application/open-wechat-data.js';
import { wechatData, wechatDataBody } from './auth.schemas.js';

/** Among the routes of users, and served here: auth keeps the session key. */
@Tag('users')
@Controller('users/me/wechat-data')
export class WechatDataController {
  constructor(private readonly openWechatData: OpenWechatData) {}

  @Post()
  @Answers('Decrypt what WeChat gave a page about you; 1004: sign in again', { data: wechatData, refusals: [1004] })
  open(
    @CurrentShopper() { id: userId }: Shopper,
    @Body({ schema: wechatDataBody }) data: z.output<typeof wechatDataBody>,
  ): Promise<Readonly<Record<string, unknown>>> {
    return this.openWechatData.execute({ userId, data });
  }
}
