import { Logger } from '@nestjs/common';
import type { Config } from '#platform/config';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { FindPaidAttempt } from '../application/find-paid-attempt.js';
import { NoteShipmentReminder } from '../application/note-shipment-reminder.js';
import { RecordGoodsReceived } from '../application/record-goods-received.js';
import { PaymentRig, ORDER } from '../testing/payment-rig.js';
import { WechatSettlementPush, WechatShipmentReminderPush } from './wechat-pushes.js';

const config = { wechat: { pay: { merchantId: '1900000001' } } } as Config;
const TRANSACTION = '4200000000202611230000000001';

describe('pushes about trades', () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  let shop: PaymentRig;
  let audit: InMemoryAuditLog;
  let trade: { merchant_trade_no: string; transaction_id: string };

  beforeEach(async () => {
    warn.mockClear();
    shop = new PaymentRig();
    audit = new InMemoryAuditLog();
    await shop.startPayment();
    const { attemptNo } = await shop.attempt();
    trade = { merchant_trade_no: attemptNo, transaction_id: TRANSACTION };
  });

  const pay = async () => {
    const receipt = { attemptNo: trade.merchant_trade_no, transactionId: TRANSACTION, amountFen: 1999 };
    await shop.confirm.execute({ receipt: { ...receipt, paidAt: shop.clock.now() }, key: 'N1' });
    shop.payments.published.length = 0;
  };
  const push = (fields: object) => ({ event: 'any', key: 'any', fields: { ...fields } });
  const find = () => new FindPaidAttempt(shop.payments);
  const settle = (fields: object) => {
    const record = new RecordGoodsReceived(find(), shop.payments, audit, shop.clock);
    return new WechatSettlementPush(record, config).handle(push({ ...trade, ...fields }));
  };
  const remind = (fields: object = {}) =>
    new WechatShipmentReminderPush(new NoteShipmentReminder(find(), audit), config).handle(
      push({ ...trade, ...fields }),
    );
  const settled = { confirm_receive_method: 2, confirm_receive_time: 1764000000, settlement_time: 1764000001 };

  describe('a settlement', () => {
    beforeEach(pay);

    it('says that the payer has the goods; how they said so is kept as it came', async () => {
      await settle(settled);
      const { id: paymentId } = await shop.attempt();
      const { orderId } = ORDER;
      expect(shop.payments.published).toEqual([
        { type: 'payment.goods-received', paymentId, orderId, at: shop.clock.now() },
      ]);
      expect(audit.entries).toMatchObject([
        {
          type: 'payment.goods-received',
          subject: orderId,
          facts: { confirmation: '2', receivedAt: '2025-11-24T16:00:00.000Z' },
        },
      ]);
    });

    it.each([
      ['1', { ...settled, confirm_receive_method: 1 }],
      ['2', { ...settled, confirm_receive_method: '2' }],
      ['something unheard of', { ...settled, confirm_receive_method: 'x' }],
      ['nothing', { settlement_time: '1764000001' }],
      ['no time', { confirm_receive_method: 1 }],
    ])('means the same whatever the way of confirming is: %s', async (_, fields) => {
      await settle(fields);
      expect(shop.payments.published).toHaveLength(1);
    });

    it.each([
      ['in JSON', { estimated_settlement_time: 1764000000 }],
      ['with zeros', { confirm_receive_method: 0, confirm_receive_time: 0, settlement_time: 0 }],
      ['in XML', { confirm_receive_method: '', confirm_receive_time: '', settlement_time: '' }],
    ])('that is only announced, when the goods are shipped, changes nothing: %s', async (_, fields) => {
      await settle(fields);
      expect([shop.payments.published, audit.entries]).toEqual([[], []]);
      expect(warn).not.toHaveBeenCalled();
    });

    it.each([
      ['our number alone', { transaction_id: undefined }],
      ["WeChat's number alone", { merchant_trade_no: undefined }],
      ['its merchant', { merchant_id: '1900000001' }],
    ])('is found by %s', async (_, fields) => {
      await settle({ ...settled, ...fields });
      expect(shop.payments.published).toHaveLength(1);
    });

    it.each([
      ['of another transaction', { transaction_id: 'another' }],
      ['of an attempt nobody made', { merchant_trade_no: 'P01KARR00000000000000000000' }],
      ['of a number that is none of ours', { merchant_trade_no: 'another-shop-1' }],
      ['of no number', { merchant_trade_no: undefined, transaction_id: undefined }],
      ['of another merchant', { merchant_id: '1900000002' }],
      ['with an object where a number belongs', { transaction_id: { $ne: '' } }],
      ['with a list where a time belongs', { settlement_time: ['1', '2'] }],
      ['with a number as long as a book', { transaction_id: '4'.repeat(65) }],
    ])('%s is logged and changes nothing', async (_, fields) => {
      await settle({ ...settled, ...fields });
      expect([shop.payments.published, audit.entries]).toEqual([[], []]);
      expect(warn).toHaveBeenCalledTimes(1);
    });
  });

  it('a settlement that overtakes the news of the payment changes nothing', async () => {
    await settle(settled);
    expect([shop.payments.published, audit.entries]).toEqual([[], []]);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(await shop.statuses()).toEqual(['prepared']);
  });

  describe('a reminder to ship', () => {
    beforeEach(pay);

    it('is shown to staff, with the order it is about', async () => {
      await remind({ msg: '请尽快发货', pay_time: 1764000000 });
      expect(audit.entries).toMatchObject([{ type: 'payment.shipment-reminded', subject: ORDER.orderId }]);
      expect(JSON.stringify(audit.entries)).not.toContain('请尽快发货');
      expect(warn).toHaveBeenCalledTimes(1);
      expect(shop.payments.published).toEqual([]);
    });

    it('of a trade that is not known here is only logged', async () => {
      await remind({ transaction_id: 'another' });
      expect(audit.entries).toEqual([]);
      expect(warn).toHaveBeenCalledTimes(1);
    });
  });
});
