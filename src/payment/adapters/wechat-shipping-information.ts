import { Injectable } from '@nestjs/common';
import { MiniProgramClient, ShippingNotYetKnown, ShippingRefused, WechatRefused } from '#wechat';
import { WechatUnavailable } from '#platform/wechat-errors';
import { type ShippedGoods, ShippingInformation } from '../application/shipping-information.js';
import { inOurWords } from './wechat-failures.js';

/** WeChat's codes of carriers by the names staff write. */
const CARRIER_CODES: readonly (readonly [RegExp, string])[] = [
  [/顺丰/, 'SF'],
  [/中通/, 'ZTO'],
  [/圆通/, 'YTO'],
  [/韵达/, 'YD'],
  [/申通/, 'STO'],
  [/邮政|EMS/i, 'EMS'],
  [/京东/, 'JD'],
  [/极兔/, 'JTSD'],
];
const CODE = /^[A-Z][A-Z0-9]{1,15}$/;

@Injectable()
export class WechatShippingInformation extends ShippingInformation {
  constructor(private readonly miniProgram: MiniProgramClient) {
    super();
  }

  async tell(goods: ShippedGoods): Promise<string | null> {
    const carrierCode = codeOf(goods.carrier);
    if (carrierCode === null) return 'unknown-carrier';
    const { transactionId, account, trackingNo, itemDescription, contact, shippedAt } = goods;
    const receiver = contact === null ? {} : { receiverContactMasked: contact };
    try {
      await this.miniProgram.uploadShippingInfo({
        transactionId,
        logisticsType: 'express',
        shipments: [{ trackingNo, carrierCode, itemDescription, ...receiver }],
        uploadedAt: shippedAt,
        payerOpenid: account,
      });
      return null;
    } catch (error) {
      if (error instanceof ShippingRefused || error instanceof WechatRefused) return `refused-${error.code}`;
      if (error instanceof ShippingNotYetKnown) throw new WechatUnavailable(error.retryAfterSeconds);
      throw inOurWords(error);
    }
  }
}

function codeOf(carrier: string): string | null {
  if (CODE.test(carrier)) return carrier;
  return CARRIER_CODES.find(([name]) => name.test(carrier))?.[1] ?? null;
}
