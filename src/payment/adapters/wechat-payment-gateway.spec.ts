import { generateKeyPairSync } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { ManualClock } from '#kernel';
import type { Config } from '#platform/config';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  AlreadyPaid,
  CredentialsRefused,
  OrderClosed,
  PayClient,
  PayerIsPaying,
  SignatureRefused,
  type Transaction,
  TransactionNotFound,
  UndecipherableNotification,
  WechatBusy,
  WechatQuotaReached,
  WechatRefused,
  WechatUnreachable,
} from '#wechat';
import { NotificationForged, NotificationIllegible } from '../domain/errors.js';
import { WechatMessages } from './wechat-messages.js';
import { WechatPaymentGateway } from './wechat-payment-gateway.js';

const refusal = { operation: 'pay', code: 'CODE', requestId: null, retryAfterSeconds: 7 };
const successTime = new Date('2026-11-23T03:59:30.000Z');
const paid: Transaction = {
  appId: 'wx1',
  merchantId: '1900000001',
  outTradeNo: 'P1',
  tradeType: 'JSAPI',
  tradeStateDescription: null,
  openid: 'payer',
  attach: null,
  tradeState: 'SUCCESS',
  transactionId: '4200000000202611230000000001',
  successTime,
  amount: { totalFen: 1999, payerTotalFen: 1899, currency: 'CNY', payerCurrency: 'CNY' },
};
const unpaid = (tradeState: 'NOTPAY' | 'CLOSED' | 'REVOKED' | 'USERPAYING' | 'PAYERROR'): Transaction => ({
  ...paid,
  tradeState,
  transactionId: null,
  successTime: null,
  amount: null,
});
const receipt = { attemptNo: 'P1', transactionId: paid.transactionId, amountFen: 1999, paidAt: successTime };
/** After these nobody knows what WeChat did. */
const unknowns = [
  new WechatBusy(refusal),
  new PayerIsPaying(refusal),
  new WechatQuotaReached(refusal),
  new CredentialsRefused(refusal),
  new WechatRefused(refusal),
  ...(['connection', 'deadline', 'status', 'garbled', 'unverified'] as const).map(
    (reason) => new WechatUnreachable('pay', reason),
  ),
];

describe('WeChat Pay in our words', () => {
  const clock = new ManualClock();
  const client = new PayClient({
    appId: 'wx1',
    merchantId: '1900000001',
    merchantSerialNo: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
    merchantPrivateKey: generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
    apiV3Key: '0'.repeat(32),
    publicKey: null,
    baseUrl: 'http://127.0.0.1:9',
  });
  const config = {
    http: { publicBaseUrl: 'https://shop.example' },
    wechat: { appId: 'wx1', pay: { merchantId: '1900000001' } },
  } as Config;
  const gateway = new WechatPaymentGateway(client, new WechatMessages(config, clock), config, clock);
  const prepay = jest.spyOn(client, 'prepay');
  const query = jest.spyOn(client, 'query');
  const close = jest.spyOn(client, 'close');
  const open = jest.spyOn(client, 'openNotification');
  afterAll(() => client.disconnect());

  describe('preparing', () => {
    const expiresAt = new Date('2026-01-01T00:30:00.000Z');
    const request = {
      attemptNo: 'P1',
      orderId: 'O1',
      description: 'socks',
      amountFen: 1999,
      account: 'payer',
      expiresAt,
    };
    const failing = (error: Error) => {
      prepay.mockRejectedValueOnce(error);
      return gateway.prepare(request);
    };

    it('says where to send the notification, and holds the handle for less than two hours', async () => {
      prepay.mockResolvedValueOnce({ prepayId: 'wx29' });
      const validUntil = new Date(clock.now().getTime() + 119 * 60_000);
      expect(await gateway.prepare(request)).toEqual({ outcome: 'prepared', handle: 'wx29', validUntil });
      expect(prepay).toHaveBeenCalledWith({
        outTradeNo: 'P1',
        description: 'socks',
        totalFen: 1999,
        openid: 'payer',
        notifyUrl: 'https://shop.example/api/v1/payments/wechat/notifications',
        timeExpire: expiresAt,
        attach: 'O1',
      });
    });

    it('finds out that it is paid, or that this attempt is of no use', async () => {
      expect(await failing(new AlreadyPaid(refusal))).toEqual({ outcome: 'paid' });
      for (const because of [new OrderClosed(refusal), new WechatRefused(refusal)]) {
        expect(await failing(because)).toEqual({ outcome: 'refused', because });
      }
    });

    it('fails with when to try again', async () => {
      await expect(failing(new WechatBusy(refusal))).rejects.toThrow(WechatUnavailable);
      await expect(failing(new WechatUnreachable('prepay', 'deadline'))).rejects.toThrow(WechatUnavailable);
      await expect(failing(new WechatQuotaReached(refusal))).rejects.toThrow(WechatLimitReached);
    });

    it('answers 6001 when WeChat refuses the shop’s own credentials, and tells the operator', async () => {
      const told = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
      const error = new CredentialsRefused(refusal);
      await expect(failing(error)).rejects.toThrow(WechatUnavailable);
      expect(told).toHaveBeenCalledWith({ err: error }, expect.stringContaining('does not work'));
      told.mockRestore();
    });
  });

  describe('asking', () => {
    const answered = (transaction: Transaction) => {
      query.mockResolvedValueOnce(transaction);
      return gateway.ask('P1');
    };
    const failing = (error: Error) => {
      query.mockRejectedValueOnce(error);
      return gateway.ask('P1');
    };

    it('hears of money that came, also where some of it went back since', async () => {
      expect(await answered(paid)).toEqual({ outcome: 'paid', receipt });
      expect(await answered({ ...paid, tradeState: 'REFUND' })).toEqual({ outcome: 'paid', receipt });
    });

    it.each([
      ['NOTPAY', false],
      ['USERPAYING', false],
      ['PAYERROR', false],
      ['CLOSED', true],
      ['REVOKED', true],
    ] as const)('%s is not paid', async (state, closed) => {
      expect(await answered(unpaid(state))).toEqual({ outcome: 'not-paid', closed });
    });

    it('takes an attempt WeChat does not know for unpaid, not for closed', async () => {
      expect(await failing(new TransactionNotFound(refusal))).toEqual({ outcome: 'not-paid', closed: false });
    });

    it.each(unknowns)('[P20] never takes %s for paid or not paid', async (error) => {
      expect((await failing(error)).outcome).toBe('unknown');
    });

    it.each<Partial<Transaction>>([
      { merchantId: '1900000002' },
      { appId: 'wx2' },
      { amount: { totalFen: 1999, payerTotalFen: null, currency: 'USD', payerCurrency: null } },
    ])('does not believe an answer about %j', async (changes) => {
      expect((await answered({ ...paid, ...changes } as Transaction)).outcome).toBe('unknown');
    });
  });

  describe('closing', () => {
    const failing = (error: Error) => {
      close.mockRejectedValueOnce(error);
      return gateway.close('P1');
    };

    it('is done when WeChat says so, or knows nothing that could be paid', async () => {
      close.mockResolvedValueOnce();
      expect(await gateway.close('P1')).toEqual({ outcome: 'closed' });
      expect(await failing(new OrderClosed(refusal))).toEqual({ outcome: 'closed' });
      expect(await failing(new TransactionNotFound(refusal))).toEqual({ outcome: 'closed' });
    });

    it('finds out that it is paid', async () => {
      expect(await failing(new AlreadyPaid(refusal))).toEqual({ outcome: 'paid' });
    });

    it.each(unknowns)('[P20] never takes %s for closed or paid, and says when to try again', async (error) => {
      const because = { retryAfterSeconds: expect.any(Number) as number };
      expect(await failing(error)).toMatchObject({ outcome: 'unknown', because });
    });
  });

  describe('reading a notification', () => {
    const facts = { id: 'N1', eventType: 'TRANSACTION.SUCCESS', createTime: null };
    const told = (resource: Transaction, eventType = facts.eventType) => {
      open.mockResolvedValueOnce({ ...facts, eventType, kind: 'transaction', resource });
      return gateway.readNotification({}, '{}');
    };

    it('hears of money that came', async () => {
      expect(await told(paid)).toEqual({ kind: 'paid', id: 'N1', receipt });
    });

    it.each<[string, Partial<Transaction>]>([
      ['another-merchant', { merchantId: '1900000002' }],
      ['another-app', { appId: 'wx2' }],
      ['another-currency', { amount: { totalFen: 1999, payerTotalFen: null, currency: 'USD', payerCurrency: null } }],
      ['no-success', unpaid('PAYERROR')],
      ['no-success', { ...paid, tradeState: 'REFUND' }],
    ])('takes it for none of ours: %s', async (reason, changes) => {
      const notification = await told({ ...paid, ...changes } as Transaction);
      expect(notification).toMatchObject({ kind: 'not-ours', id: 'N1', reason, attemptNo: 'P1' });
    });

    it('takes a success of another type of event for none', async () => {
      expect(await told(paid, 'TRANSACTION.OTHER')).toMatchObject({ kind: 'not-ours', reason: 'no-success' });
    });

    it('takes a notification of another kind for none of ours', async () => {
      open.mockResolvedValueOnce({ ...facts, kind: 'other', resource: {} });
      expect(await gateway.readNotification({}, '{}')).toMatchObject({ reason: 'no-payment', attemptNo: null });
    });

    it('takes one that is malformed for none of ours, and says what it is about', async () => {
      const resource = { out_trade_no: 'P1', transaction_id: 5 };
      open.mockResolvedValueOnce({ ...facts, kind: 'malformed', problem: 'transaction_id', resource });
      const about = { reason: 'malformed: transaction_id', attemptNo: 'P1', transactionId: null };
      expect(await gateway.readNotification({}, '{}')).toEqual({ kind: 'not-ours', id: 'N1', ...about });
    });

    it.each([
      [new SignatureRefused('stale'), NotificationForged],
      [new UndecipherableNotification('key'), NotificationIllegible],
      [new WechatUnreachable('certificates', 'connection'), WechatUnavailable],
    ])('says what is wrong with it: %s', async (error, kind) => {
      open.mockRejectedValueOnce(error);
      await expect(gateway.readNotification({}, '{}')).rejects.toThrow(kind);
    });
  });
});
