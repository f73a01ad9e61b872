import { z } from 'zod';
import { subscribeMessage as refusals } from '../error-codes.js';
import type { MiniProgramApi } from './mini-program-api.js';
import { templateData } from './template-data.js';

export interface SubscribeMessage {
  readonly openid: string;
  readonly templateId: string;
  /** By field of the template, for example `{ thing1: '龙井茶', amount2: '¥29.90' }`; texts are cut to what WeChat takes. */
  readonly values: Readonly<Record<string, string>>;
  /** Where a tap leads, with its query; null: nowhere. */
  readonly page: string | null;
  /** Which version of the mini program a tap opens. */
  readonly opens: 'developer' | 'trial' | 'formal';
}

const acknowledgement = z.object({});

export async function sendSubscribeMessage(api: MiniProgramApi, message: SubscribeMessage): Promise<void> {
  const { openid, templateId, values, page, opens } = message;
  await api.authorised({
    operation: 'message/subscribe/send',
    method: 'POST',
    path: '/cgi-bin/message/subscribe/send',
    body: {
      touser: openid,
      template_id: templateId,
      ...(page === null ? {} : { page }),
      miniprogram_state: opens,
      lang: 'zh_CN',
      data: templateData(values),
    },
    answer: acknowledgement,
    refusals,
  });
}
