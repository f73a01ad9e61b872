import type { Prepay } from './prepay-rules.js';
import type { ShippingInfo } from './shipping-fields.js';

export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED';

export interface Refund {
  refundId: string;
  outRefundNo: string;
  transaction: PaidTransaction;
  /** Fen. */
  refund: number;
  reason: string | undefined;
  notifyUrl: string | undefined;
  status: RefundStatus;
  createTime: Date;
  successTime?: Date;
}

export interface Transaction {
  prepay: Prepay;
  prepayId: string;
  prepayIssuedAt: Date;
  state: 'NOTPAY' | 'SUCCESS' | 'CLOSED';
  refunds: Refund[];
  paid?: { transactionId: string; successTime: Date };
  shipping?: { info: ShippingInfo; uploadTime: string; at: Date; reshipped: boolean };
  /** The goods arrived: the money is the merchant's. */
  receipt?: { method: ReceiptMethod; at: Date };
}

/** What WeChat documents as 1 = automatic, 2 = by the shopper, and pushes the other way round at times. */
export type ReceiptMethod = 1 | 2;

export type PaidTransaction = Transaction & { paid: NonNullable<Transaction['paid']> };

export function isPaid(transaction: Transaction): transaction is PaidTransaction {
  return transaction.paid !== undefined;
}

/** Fen that are given back or on their way; a CLOSED refund failed and counts no more. */
export function refundedFen(transaction: Transaction): number {
  return transaction.refunds
    .filter((refund) => refund.status !== 'CLOSED')
    .reduce((sum, refund) => sum + refund.refund, 0);
}

/** What WeChat Pay calls `trade_state`. */
export function tradeState(transaction: Transaction): 'NOTPAY' | 'SUCCESS' | 'CLOSED' | 'REFUND' {
  return refundedFen(transaction) > 0 ? 'REFUND' : transaction.state;
}

/** The shipping information as it was last taken. */
export interface ShippingSummary extends ShippingInfo {
  uploadTime: string;
  /** The one correction is used up. */
  reshipped: boolean;
}

export interface TransactionSummary {
  outTradeNo: string;
  prepayId: string;
  transactionId: string | null;
  openid: string;
  tradeState: string;
  totalFen: number;
  refundedFen: number;
  shipping: ShippingSummary | null;
  /** When the shopper or WeChat confirmed that the goods arrived. */
  receivedAt: string | null;
  createdAt: string;
  description: string;
}

export interface RefundSummary {
  outRefundNo: string;
  refundId: string;
  outTradeNo: string;
  refundFen: number;
  status: RefundStatus;
}

function shippingSummary({ shipping }: Transaction): ShippingSummary | null {
  return shipping ? { ...shipping.info, uploadTime: shipping.uploadTime, reshipped: shipping.reshipped } : null;
}

/** All money that ever moved; kept in memory, never forgotten before the simulator ends. */
export class Ledger {
  private readonly byOutTradeNo = new Map<string, Transaction>();
  private readonly byPrepayId = new Map<string, Transaction>();
  private readonly byTransactionId = new Map<string, Transaction>();
  private readonly refunds = new Map<string, Refund>();

  /** Adds the transaction, or makes its present ids findable. */
  put(transaction: Transaction): void {
    this.byOutTradeNo.set(transaction.prepay.outTradeNo, transaction);
    this.byPrepayId.set(transaction.prepayId, transaction);
    if (transaction.paid) this.byTransactionId.set(transaction.paid.transactionId, transaction);
  }

  withOutTradeNo(outTradeNo: string): Transaction | undefined {
    return this.byOutTradeNo.get(outTradeNo);
  }

  withPrepayId(prepayId: string): Transaction | undefined {
    return this.byPrepayId.get(prepayId);
  }

  withTransactionId(transactionId: string): Transaction | undefined {
    return this.byTransactionId.get(transactionId);
  }

  putRefund(refund: Refund): void {
    refund.transaction.refunds.push(refund);
    this.refunds.set(refund.outRefundNo, refund);
  }

  refund(outRefundNo: string): Refund | undefined {
    return this.refunds.get(outRefundNo);
  }

  paidTransactions(): PaidTransaction[] {
    return [...this.byTransactionId.values()].filter(isPaid);
  }

  allRefunds(): Refund[] {
    return [...this.refunds.values()];
  }

  summaries(): TransactionSummary[] {
    return [...this.byOutTradeNo.values()].map((transaction) => ({
      outTradeNo: transaction.prepay.outTradeNo,
      prepayId: transaction.prepayId,
      transactionId: transaction.paid?.transactionId ?? null,
      openid: transaction.prepay.openid,
      tradeState: tradeState(transaction),
      totalFen: transaction.prepay.total,
      refundedFen: refundedFen(transaction),
      shipping: shippingSummary(transaction),
      receivedAt: transaction.receipt?.at.toISOString() ?? null,
      createdAt: transaction.prepayIssuedAt.toISOString(),
      description: transaction.prepay.description,
    }));
  }

  refundSummaries(): RefundSummary[] {
    return this.allRefunds().map(({ outRefundNo, refundId, transaction, refund, status }) => ({
      outRefundNo,
      refundId,
      outTradeNo: transaction.prepay.outTradeNo,
      refundFen: refund,
      status,
    }));
  }
}
