import { beijingDay, beijingTime } from './beijing-time.js';
import type { Ledger, PaidTransaction, Refund } from './ledger.js';
import { PayError } from './wechat-errors.js';

export type BillType = 'ALL' | 'SUCCESS' | 'REFUND';

/** @throws PayError PARAM_ERROR for a type WeChat Pay does not have */
export function readBillType(value: string | null): BillType {
  if (value === null || value === '') return 'ALL';
  if (value === 'ALL' || value === 'SUCCESS' || value === 'REFUND') return value;
  throw new PayError('PARAM_ERROR', '参数错误：bill_type', { field: 'bill_type' });
}

interface Shop {
  appId: string;
  merchantId: string;
}

const columns =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,' +
  '应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,' +
  '手续费,费率,订单金额,申请退款金额,费率备注';
const refundColumns = [
  '微信退款单号',
  '商户退款单号',
  '退款金额',
  '充值券退款金额',
  '退款类型',
  '退款状态',
  '申请退款金额',
];
const summaryColumns = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

type Row = Partial<Record<string, string>>;

const yuan = (fen: number) => (fen / 100).toFixed(2);
const line = (cells: string[]) => cells.map((cell) => `\`${cell.replaceAll(',', ' ')}`).join(',');

/** The day's bill as CSV: BOM, header, rows, summary header, summary. Undefined when nothing happened that day. */
export function billLines(shop: Shop, ledger: Ledger, day: string, type: BillType): string | undefined {
  const paid = ledger.paidTransactions().filter((transaction) => beijingDay(transaction.paid.successTime) === day);
  const refunds = ledger
    .allRefunds()
    .filter((refund) => beijingDay(refund.createTime) === day && refund.status !== 'CLOSED');
  const payments = type === 'REFUND' ? [] : paid;
  const returns = type === 'SUCCESS' ? [] : refunds;
  if (payments.length + returns.length === 0) return undefined;
  // The bill of successful payments alone has no refund columns.
  const names = columns.split(',').filter((name) => type !== 'SUCCESS' || !refundColumns.includes(name));
  const rows = [
    ...payments.map((transaction) => paymentRow(transaction, shop)),
    ...returns.map((refund) => refundRow(refund, shop)),
  ];
  const paidFen = yuan(payments.reduce((sum, { prepay }) => sum + prepay.total, 0));
  const refundedFen = yuan(returns.reduce((sum, { refund }) => sum + refund, 0));
  const summary = [String(rows.length), paidFen, refundedFen, '0.00', '0.00000', paidFen, refundedFen];
  const lines = [
    names.join(','),
    ...rows.map((row) => line(names.map((name) => row[name] ?? '0.00'))),
    summaryColumns,
    line(summary),
  ];
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function paymentRow({ prepay, paid }: PaidTransaction, shop: Shop): Row {
  return {
    交易时间: beijingTime(paid.successTime).slice(0, 19).replace('T', ' '),
    公众账号ID: shop.appId,
    商户号: shop.merchantId,
    特约商户号: '0',
    设备号: '',
    微信订单号: paid.transactionId,
    商户订单号: prepay.outTradeNo,
    用户标识: prepay.openid,
    交易类型: 'JSAPI',
    交易状态: 'SUCCESS',
    付款银行: 'OTHERS',
    货币种类: 'CNY',
    应结订单金额: yuan(prepay.total),
    微信退款单号: '0',
    商户退款单号: '0',
    退款类型: '',
    退款状态: '',
    商品名称: prepay.description,
    商户数据包: prepay.attach ?? '',
    手续费: '0.00000',
    费率: '0.00%',
    订单金额: yuan(prepay.total),
    费率备注: '',
  };
}

function refundRow(refund: Refund, shop: Shop): Row {
  return {
    ...paymentRow(refund.transaction, shop),
    交易时间: beijingTime(refund.createTime).slice(0, 19).replace('T', ' '),
    交易状态: 'REFUND',
    应结订单金额: '0.00',
    微信退款单号: refund.refundId,
    商户退款单号: refund.outRefundNo,
    退款金额: yuan(refund.refund),
    退款类型: 'ORIGINAL',
    退款状态: refund.status,
    订单金额: '0.00',
    申请退款金额: yuan(refund.refund),
  };
}
