import { json, type Route } from './http.js';
import { isPaid, refundedFen, type Ledger, type PaidTransaction, type Refund } from './ledger.js';
import { makeRefundId, makeTransactionId } from './numbers.js';
import { PayFields } from './pay-fields.js';
import { readNotifyUrl } from './prepay-rules.js';
import { refundView } from './views.js';
import { PayError } from './wechat-errors.js';

const oneYearMs = 365 * 24 * 3600 * 1000;
const maxRefundsPerOrder = 50;
const outRefundNoPattern = /^[0-9A-Za-z_\-|*@]+$/;

interface RefundRequest {
  transactionId: string | undefined;
  outTradeNo: string | undefined;
  outRefundNo: string;
  reason: string | undefined;
  notifyUrl: string | undefined;
  refund: number;
  total: number;
}

/**
 * @param onRefund called once for every refund that is accepted
 * @param trusting see WechatSimulatorOptions
 */
export function refundRoutes(
  ledger: Ledger,
  now: () => Date,
  onRefund: (refund: Refund) => void,
  trusting = false,
): Route[] {
  return [
    {
      method: 'POST',
      path: /^\/v3\/refund\/domestic\/refunds$/,
      target: 'refund',
      handle: ({ body }) => {
        const asked = readRefund(body);
        const known = ledger.refund(asked.outRefundNo);
        if (known) return json(refundView(sameRefund(known, asked)));
        if (trusting) rememberPayment(asked, ledger, now());
        const refund = accept(asked, ledger, now());
        const answer = json(refundView(refund));
        onRefund(refund);
        return answer;
      },
    },
    {
      method: 'GET',
      path: /^\/v3\/refund\/domestic\/refunds\/([^/]+)$/,
      target: 'refund-query',
      handle: (_request, outRefundNo) => {
        const refund = ledger.refund(outRefundNo);
        if (!refund) throw new PayError('RESOURCE_NOT_EXISTS', '退款单不存在');
        return json(refundView(refund));
      },
    },
  ];
}

function readRefund(body: string): RefundRequest {
  const fields = PayFields.parse(body);
  const amount = fields.object('amount');
  amount.text('currency', { max: 16, pattern: /^CNY$/ });
  const request = {
    transactionId: fields.optionalText('transaction_id', { max: 32 }),
    outTradeNo: fields.optionalText('out_trade_no', { min: 6, max: 32 }),
    outRefundNo: fields.text('out_refund_no', { max: 64, pattern: outRefundNoPattern }),
    reason: fields.optionalText('reason', { max: 80 }),
    notifyUrl: fields.optionalText('notify_url', { max: 256 }) && readNotifyUrl(fields),
    refund: amount.fen('refund'),
    total: amount.fen('total'),
  };
  if ((request.transactionId === undefined) === (request.outTradeNo === undefined)) {
    fields.refuse('transaction_id', 'exactly one of transaction_id and out_trade_no is needed');
  }
  return request;
}

/** The same out_refund_no is the same refund: nothing happens twice, and other figures are refused. */
function sameRefund(known: Refund, asked: RefundRequest): Refund {
  const { prepay, paid } = known.transaction;
  const same =
    (asked.outTradeNo === undefined || asked.outTradeNo === prepay.outTradeNo) &&
    (asked.transactionId === undefined || asked.transactionId === paid.transactionId) &&
    asked.refund === known.refund &&
    asked.total === prepay.total;
  if (!same) throw new PayError('INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试');
  return known;
}

function accept(asked: RefundRequest, ledger: Ledger, now: Date): Refund {
  const transaction = findPaid(asked, ledger);
  if (asked.total !== transaction.prepay.total) {
    throw new PayError('INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试');
  }
  const left = transaction.prepay.total - refundedFen(transaction);
  if (left === 0) throw new PayError('INVALID_REQUEST', '订单已全额退款');
  if (asked.refund > left) throw new PayError('INVALID_REQUEST', '申请退款金额大于订单剩余可退金额');
  if (transaction.refunds.length >= maxRefundsPerOrder) throw new PayError('INVALID_REQUEST', '订单部分退款次数超限');
  if (now.getTime() - transaction.paid.successTime.getTime() > oneYearMs) {
    throw new PayError('INVALID_REQUEST', '订单已超过可退款的最大期限');
  }
  const { outRefundNo, refund: fen, reason, notifyUrl } = asked;
  const refundId = makeRefundId(now);
  const refund: Refund = {
    refundId,
    outRefundNo,
    transaction,
    refund: fen,
    reason,
    notifyUrl,
    status: 'PROCESSING',
    createTime: now,
  };
  ledger.putRefund(refund);
  return refund;
}

/** It was paid before the simulator started, says the shop; who paid it says nobody. */
function rememberPayment({ outTradeNo, notifyUrl, total }: RefundRequest, ledger: Ledger, now: Date): void {
  if (outTradeNo === undefined || ledger.withOutTradeNo(outTradeNo)) return;
  const before = new Date(now.getTime() - oneYearMs / 2); // too long ago for a bill, not for a refund
  const unknown = { timeExpire: undefined, attach: undefined, payerClientIp: undefined, openid: '', description: '' };
  ledger.put({
    prepay: { ...unknown, outTradeNo, total, notifyUrl: notifyUrl ?? '' },
    prepayId: `before ${outTradeNo}`,
    prepayIssuedAt: before,
    state: 'SUCCESS',
    refunds: [],
    paid: { transactionId: makeTransactionId(before), successTime: before },
  });
}

function findPaid({ transactionId, outTradeNo }: RefundRequest, ledger: Ledger): PaidTransaction {
  const transaction =
    transactionId !== undefined ? ledger.withTransactionId(transactionId) : ledger.withOutTradeNo(outTradeNo ?? '');
  if (!transaction) throw new PayError('RESOURCE_NOT_EXISTS', '订单不存在');
  if (!isPaid(transaction)) throw new PayError('INVALID_REQUEST', '订单未支付，不能退款');
  return transaction;
}
