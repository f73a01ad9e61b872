import { beijingTime } from './beijing-time.js';
import { tradeState, type Refund, type Transaction } from './ledger.js';

interface Shop {
  appId: string;
  merchantId: string;
}

const descriptions = { SUCCESS: '支付成功', REFUND: '转入退款', NOTPAY: '订单未支付', CLOSED: '订单已关闭' } as const;

/** A transaction as a query answers it and a notification carries it. */
export function transactionView(transaction: Transaction, shop: Shop): Record<string, unknown> {
  const { prepay, paid } = transaction;
  const state = tradeState(transaction);
  const common = {
    appid: shop.appId,
    mchid: shop.merchantId,
    out_trade_no: prepay.outTradeNo,
    trade_state: state,
    trade_state_desc: descriptions[state],
    attach: prepay.attach ?? '',
    promotion_detail: [],
  };
  if (!paid) return { ...common, amount: { total: prepay.total, currency: 'CNY', payer_currency: 'CNY' } };
  return {
    ...common,
    transaction_id: paid.transactionId,
    trade_type: 'JSAPI',
    bank_type: 'OTHERS',
    success_time: beijingTime(paid.successTime),
    payer: { openid: prepay.openid },
    amount: { total: prepay.total, payer_total: prepay.total, currency: 'CNY', payer_currency: 'CNY' },
  };
}

/** A refund as its application and its query answer it. */
export function refundView(refund: Refund): Record<string, unknown> {
  const total = refund.transaction.prepay.total;
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transaction.paid.transactionId,
    out_trade_no: refund.transaction.prepay.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    success_time: refund.successTime && beijingTime(refund.successTime),
    create_time: beijingTime(refund.createTime),
    status: refund.status,
    funds_account: 'AVAILABLE',
    amount: {
      total,
      refund: refund.refund,
      payer_total: total,
      payer_refund: refund.refund,
      settlement_refund: refund.refund,
      settlement_total: total,
      discount_refund: 0,
      currency: 'CNY',
      refund_fee: 0,
      from: [],
    },
    promotion_detail: [],
  };
}

/** A refund as a notification carries it: fewer fields, and `refund_status` instead of `status`. */
export function refundNotificationView(refund: Refund, shop: Shop): Record<string, unknown> {
  const total = refund.transaction.prepay.total;
  return {
    mchid: shop.merchantId,
    transaction_id: refund.transaction.paid.transactionId,
    out_trade_no: refund.transaction.prepay.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: refund.status,
    success_time: refund.successTime && beijingTime(refund.successTime),
    user_received_account: '支付用户零钱',
    amount: { total, refund: refund.refund, payer_total: total, payer_refund: refund.refund },
  };
}
