import type { PaidTransaction } from './ledger.js';
import { pushEvent } from './push-events.js';

const tenDaysSeconds = 10 * 24 * 3600;
const seconds = (date: Date) => Math.floor(date.getTime() / 1000);

function common({ prepay, paid }: PaidTransaction, merchantId: string): Record<string, unknown> {
  return {
    transaction_id: paid.transactionId,
    merchant_id: merchantId,
    sub_merchant_id: '',
    merchant_trade_no: prepay.outTradeNo,
    pay_time: seconds(paid.successTime),
  };
}

/** WeChat reminds a merchant who has not said that a paid order was shipped. */
export function shippingReminder(transaction: PaidTransaction, merchantId: string, now: Date): Record<string, unknown> {
  const fields = { ...common(transaction, merchantId), msg: '订单超时未发货，请尽快发货' };
  return pushEvent(now, 'trade_manage_remind_shipping', transaction.prepay.openid, fields);
}

/**
 * WeChat pushes the same event twice: when the order was shipped, with an estimate and without a receipt, and when the
 * money is settled, with both.
 */
export function settlement(transaction: PaidTransaction, merchantId: string, now: Date): Record<string, unknown> {
  const { shipping, receipt, prepay } = transaction;
  const shippedTime = shipping && { shipped_time: seconds(shipping.at) };
  const estimate = { estimated_settlement_time: seconds(shipping?.at ?? now) + tenDaysSeconds };
  const received = receipt && {
    confirm_receive_method: receipt.method,
    confirm_receive_time: seconds(receipt.at),
    settlement_time: seconds(receipt.at),
  };
  const fields = { ...common(transaction, merchantId), ...shippedTime, ...(received ?? estimate) };
  return pushEvent(now, 'trade_manage_order_settlement', prepay.openid, fields);
}
