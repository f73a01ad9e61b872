import { SystemClock } from '#kernel';
import type { Config } from '#platform/config';
import {
  CredentialsRefused,
  type PayClient,
  type Refund,
  TransactionNotFound,
  WechatBusy,
  WechatQuotaReached,
  WechatRefused,
  WechatUnreachable,
} from '#wechat';
import { WechatMessages } from './wechat-messages.js';
import { WechatPaymentGateway } from './wechat-payment-gateway.js';

const refusal = { operation: 'refund', code: 'CODE', requestId: null };
const successTime = new Date('2026-11-23T03:59:30.000Z');
const refunded: Refund = {
  refundId: '50000000002026112300000001',
  outRefundNo: 'R1',
  transactionId: '4200000000202611230000000001',
  outTradeNo: 'P1',
  status: 'SUCCESS',
  successTime,
  amount: { refundFen: 500, totalFen: 1999, payerRefundFen: 500 },
  channel: 'ORIGINAL',
  createTime: null,
};
/** After these nobody knows what WeChat did. */
const unknowns = [
  new WechatBusy(refusal),
  new WechatQuotaReached(refusal),
  new CredentialsRefused(refusal),
  new WechatUnreachable('refund', 'deadline'),
  new WechatUnreachable('refund', 'unverified'),
];

describe('refunds of WeChat Pay in our words', () => {
  const [refund, queryRefund, open] = [
    jest.fn<Promise<Refund>, unknown[]>(),
    jest.fn<Promise<Refund>, unknown[]>(),
    jest.fn<Promise<unknown>, unknown[]>(),
  ];
  const client = { refund, queryRefund, openNotification: open } as unknown as PayClient;
  const config = {
    http: { publicBaseUrl: 'https://shop.example' },
    wechat: { appId: 'wx1', pay: { merchantId: '1900000001' } },
  } as Config;
  const clock = new SystemClock();
  const gateway = new WechatPaymentGateway(client, new WechatMessages(config, clock), config, clock);

  describe('sending money back', () => {
    const request = { refundNo: 'R1', attemptNo: 'P1', amountFen: 500, paidFen: 1999 };
    const known = (news: object) => ({
      outcome: 'known',
      refund: { refundNo: 'R1', attemptNo: 'P1', amountFen: 500, news },
    });

    it('says how much of how much, and where to send the notification', async () => {
      refund.mockResolvedValueOnce(refunded);
      expect(await gateway.refund(request)).toEqual(known({ outcome: 'succeeded', at: successTime }));
      expect(refund).toHaveBeenCalledWith({
        outTradeNo: 'P1',
        outRefundNo: 'R1',
        refundFen: 500,
        totalFen: 1999,
        notifyUrl: 'https://shop.example/api/v1/payments/wechat/refund-notifications',
      });
    });

    it.each([
      ['PROCESSING', { outcome: 'processing' }],
      ['ABNORMAL', { outcome: 'stuck', code: 'ABNORMAL', taken: true }],
      ['CLOSED', { outcome: 'failed', code: 'CLOSED' }],
    ] as const)('takes %s for %j', async (status, news) => {
      for (const call of [refund, queryRefund]) call.mockResolvedValueOnce({ ...refunded, status, successTime: null });
      expect(await gateway.refund(request)).toEqual(known(news));
      expect(await gateway.askRefund('R1')).toEqual(known(news));
    });

    it('passes on which numbers the answer is about, for whoever compares them', async () => {
      queryRefund.mockResolvedValueOnce({ ...refunded, outTradeNo: 'P2' });
      expect(await gateway.askRefund('R1')).toMatchObject({ refund: { attemptNo: 'P2' } });
    });

    it.each([
      [new WechatRefused({ ...refusal, code: 'INVALID_REQUEST' }), 'INVALID_REQUEST', true],
      [new WechatRefused({ ...refusal, code: 'PARAM_ERROR' }), 'PARAM_ERROR', false],
      [new TransactionNotFound({ ...refusal, code: 'RESOURCE_NOT_EXISTS' }), 'RESOURCE_NOT_EXISTS', false],
    ])('understands a no for good, and which may only say "too soon": %s', async (error, code, perhapsTooSoon) => {
      refund.mockRejectedValueOnce(error);
      expect(await gateway.refund(request)).toEqual({ outcome: 'refused', code, perhapsTooSoon });
    });

    it.each([
      [new WechatRefused({ ...refusal, code: 'NOT_ENOUGH' }), { outcome: 'stuck', code: 'NOT_ENOUGH', taken: false }],
      [new WechatRefused({ ...refusal, code: 'RULE_LIMIT' }), { outcome: 'stuck', code: 'RULE_LIMIT', taken: false }],
    ])('understands a no: %s', async (error, news) => {
      refund.mockRejectedValueOnce(error);
      expect(await gateway.refund(request)).toEqual(known(news));
    });

    it.each(unknowns)('[P20] never takes %s for sent or not sent', async (error) => {
      refund.mockRejectedValueOnce(error);
      expect((await gateway.refund(request)).outcome).toBe('unknown');
    });

    it('hears that there is no such refund', async () => {
      queryRefund.mockRejectedValueOnce(new TransactionNotFound({ ...refusal, code: 'RESOURCE_NOT_EXISTS' }));
      expect(await gateway.askRefund('R1')).toEqual({ outcome: 'not-there' });
    });

    it.each([...unknowns, new WechatRefused(refusal)])('never takes %s for what became of it', async (error) => {
      queryRefund.mockRejectedValueOnce(error);
      expect((await gateway.askRefund('R1')).outcome).toBe('unknown');
    });
  });

  it('hears of a refund of this merchant, and of no other', async () => {
    const notice = (merchantId: string) => ({
      id: 'N1',
      eventType: 'REFUND.SUCCESS',
      createTime: null,
      kind: 'refund' as const,
      resource: { ...refunded, merchantId },
    });
    open.mockResolvedValueOnce(notice('1900000001'));
    const refund = {
      refundNo: 'R1',
      attemptNo: 'P1',
      amountFen: 500,
      news: { outcome: 'succeeded', at: successTime },
    };
    expect(await gateway.readNotification({}, '{}')).toEqual({ kind: 'refund', id: 'N1', refund });
    open.mockResolvedValueOnce(notice('1900000002'));
    expect(await gateway.readNotification({}, '{}')).toMatchObject({ kind: 'not-ours', reason: 'another-merchant' });
  });
});
