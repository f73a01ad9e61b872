import { Injectable } from '@nestjs/common';
import { MiniProgramClient, ShippingNotYetKnown, ShippingRefused, WechatRefused } from '#wechat';
import { WechatUnavailable } from '#platform/wechat-errors';
import { type ShippedGoods, ShippingInformation } from '../application/shipping-information.js';
import { inOurWords } from './wechat-failures.js';

/** WeChat's codes of carriers by the names staff write, in Chinese and in English. */
const CARRIER_CODES: readonly (readonly [RegExp, string])[] = [
  [/顺丰|^s\.?f\b|^sf ?express|shunfeng/i, 'SF'],
  [/中通|\bzto\b|zhongtong/i, 'ZTO'],
  [/圆通|\byto\b|yuantong/i, 'YTO'],
  [/韵达|yunda/i, 'YD'],
  [/申通|\bsto\b|shentong/i, 'STO'],
  [/邮政|\bems\b|china post/i, 'EMS'],
  [/京东|^jdl?\b|jingdong/i, 'JD'],
  [/极兔|^j ?& ?t\b|jitu/i, 'JTSD'],
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
  const [, code] = CARRIER_CODES.find(([name]) => name.test(carrier)) ?? [];
  return code ?? (CODE.test(carrier) ? carrier : null);
}
