import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  CredentialsRefused,
  type MiniProgramClient,
  ShippingNotYetKnown,
  ShippingRefused,
  WechatBusy,
  WechatQuotaReached,
  WechatRefused,
  WechatUnreachable,
} from '#wechat';
import { WechatShippingInformation } from './wechat-shipping-information.js';

const refusal = { operation: 'upload_shipping_info', code: 10060004, requestId: null };
const goods = {
  transactionId: '4200000000202611230000000001',
  account: 'payer',
  carrier: 'ZTO',
  trackingNo: '75312345678',
  itemDescription: '龙井茶',
  contact: '138****8000',
  shippedAt: new Date('2026-11-23T04:00:00.000Z'),
};

describe('shipping information in WeChat’s words', () => {
  const upload = jest.fn<Promise<'uploaded' | 'unchanged'>, [{ shipments: [{ carrierCode: string }] }]>();
  const shipping = new WechatShippingInformation({ uploadShippingInfo: upload } as unknown as MiniProgramClient);
  beforeEach(() => upload.mockReset().mockResolvedValue('uploaded'));

  it('says what was sent to whom, when it was sent and who paid, the receiver’s number masked', async () => {
    expect(await shipping.tell(goods)).toBeNull();
    expect(upload).toHaveBeenCalledWith({
      transactionId: goods.transactionId,
      logisticsType: 'express',
      shipments: [
        {
          trackingNo: '75312345678',
          carrierCode: 'ZTO',
          itemDescription: '龙井茶',
          receiverContactMasked: '138****8000',
        },
      ],
      uploadedAt: goods.shippedAt,
      payerOpenid: 'payer',
    });
  });

  it('does without a number where there is no address', async () => {
    await shipping.tell({ ...goods, contact: null });
    expect(upload.mock.calls[0]?.[0].shipments[0]).not.toHaveProperty('receiverContactMasked');
  });

  it.each([
    ['顺丰速运', 'SF'],
    ['中通快递', 'ZTO'],
    ['圆通', 'YTO'],
    ['韵达', 'YD'],
    ['申通', 'STO'],
    ['中国邮政', 'EMS'],
    ['ems', 'EMS'],
    ['京东物流', 'JD'],
    ['极兔', 'JTSD'],
    ['DB', 'DB'],
    ['SF Express', 'SF'],
    ['sf-express', 'SF'],
    ['S.F. Express', 'SF'],
    ['SFExpress', 'SF'],
    ['ZTO Express', 'ZTO'],
    ['zto', 'ZTO'],
    ['Yto Express', 'YTO'],
    ['STO Express', 'STO'],
    ['Yunda', 'YD'],
    ['YUNDA', 'YD'],
    ['China Post', 'EMS'],
    ['JD Logistics', 'JD'],
    ['J&T Express', 'JTSD'],
    ['SFWL', 'SFWL'],
    ['ZTOKY', 'ZTOKY'],
  ])('knows %s as %s', async (carrier, code) => {
    await shipping.tell({ ...goods, carrier });
    expect(upload.mock.calls[0]?.[0].shipments[0].carrierCode).toBe(code);
  });

  it.each(['我们自己送', 'bicycle', 'My systems', 'Photo shop', ''])(
    'does not ask WeChat about the carrier %p',
    async (carrier) => {
      expect(await shipping.tell({ ...goods, carrier })).toBe('unknown-carrier');
      expect(upload).not.toHaveBeenCalled();
    },
  );

  it('is content when WeChat knows already', async () => {
    upload.mockResolvedValueOnce('unchanged');
    expect(await shipping.tell(goods)).toBeNull();
  });

  it.each([new ShippingRefused(refusal), new WechatRefused(refusal)])(
    'says why WeChat will never take it: %s',
    async (no) => {
      upload.mockRejectedValueOnce(no);
      expect(await shipping.tell(goods)).toBe('refused-10060004');
    },
  );

  it.each([
    [new ShippingNotYetKnown(refusal), WechatUnavailable],
    [new WechatBusy(refusal), WechatUnavailable],
    [new WechatUnreachable('upload_shipping_info', 'deadline'), WechatUnavailable],
    [new WechatQuotaReached(refusal), WechatLimitReached],
    [new CredentialsRefused(refusal), CredentialsRefused],
  ])('fails, to be tried again, after %s', async (error, failure) => {
    upload.mockRejectedValueOnce(error);
    await expect(shipping.tell(goods)).rejects.toThrow(failure);
  });
});
