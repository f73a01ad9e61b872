import { PayError } from './wechat-errors.js';
import { PayFields } from './pay-fields.js';

export interface Prepay {
  description: string;
  outTradeNo: string;
  /** As the shop wrote it. */
  timeExpire: string | undefined;
  attach: string | undefined;
  notifyUrl: string;
  /** Fen. */
  total: number;
  openid: string;
  payerClientIp: string | undefined;
}

const ninetyDays = 90 * 24 * 3600 * 1000;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;
const outTradeNoPattern = /^[0-9A-Za-z_\-|*]+$/;

/** @throws PayError PARAM_ERROR for a broken field, APPID_MCHID_NOT_MATCH for another app or merchant */
export function readPrepay(body: string, shop: { appId: string; merchantId: string }): Prepay {
  const fields = PayFields.parse(body);
  const appId = fields.text('appid', { max: 32 });
  const merchantId = fields.text('mchid', { max: 32 });
  if (appId !== shop.appId || merchantId !== shop.merchantId) {
    throw new PayError('APPID_MCHID_NOT_MATCH', '商户号mch_id与appid不匹配');
  }
  const amount = fields.object('amount');
  amount.optionalText('currency', { max: 16, pattern: /^CNY$/ });
  return {
    description: fields.text('description', { max: 127 }),
    outTradeNo: fields.text('out_trade_no', { min: 6, max: 32, pattern: outTradeNoPattern }),
    timeExpire: fields.optionalText('time_expire', { max: 64, pattern: rfc3339 }),
    attach: fields.optionalText('attach', { min: 0, max: 128 }),
    notifyUrl: readNotifyUrl(fields),
    total: amount.fen('total'),
    openid: fields.object('payer').text('openid', { max: 128 }),
    payerClientIp: fields.optionalObject('scene_info')?.text('payer_client_ip', { max: 45 }),
  };
}

/** Plain http is let through, since a shop in development has no certificate. */
export function readNotifyUrl(fields: PayFields): string {
  const url = fields.text('notify_url', { max: 255, pattern: /^https?:\/\/[^?#]+$/ });
  if (!URL.canParse(url)) return fields.refuse('notify_url', 'not a URL');
  return url;
}

/** A new order must expire between one minute and 90 days from now. */
export function checkTimeExpire(timeExpire: string | undefined, now: Date): void {
  if (timeExpire === undefined) return;
  const left = new Date(timeExpire).getTime() - now.getTime();
  if (!(left >= 60_000 && left <= ninetyDays)) {
    throw new PayError('PARAM_ERROR', '参数错误：time_expire须在1分钟之后、90天之内', {
      field: '/time_expire',
      value: timeExpire,
      location: 'body',
    });
  }
}

export function isExpired(timeExpire: string | undefined, now: Date): boolean {
  return timeExpire !== undefined && new Date(timeExpire).getTime() <= now.getTime();
}
