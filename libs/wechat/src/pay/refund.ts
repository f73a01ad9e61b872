import { z } from 'zod';
import { fen, instant, referenceNumber, optionalText } from './transaction.js';

/** PROCESSING and ABNORMAL (the payer's card refused the money) are not final. */
export type RefundStatus = 'SUCCESS' | 'CLOSED' | 'PROCESSING' | 'ABNORMAL';

export interface RefundAmount {
  readonly refundFen: number;
  /** Of the whole transaction. */
  readonly totalFen: number;
  readonly payerRefundFen: number | null;
}

interface RefundFacts {
  readonly refundId: string;
  readonly outRefundNo: string;
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly status: RefundStatus;
  readonly successTime: Date | null;
  readonly amount: RefundAmount;
}

/** A refund as the refund and query calls answer it. */
export interface Refund extends RefundFacts {
  /** Where the money goes: ORIGINAL, BALANCE, OTHER_BALANCE, OTHER_BANKCARD. */
  readonly channel: string | null;
  readonly createTime: Date | null;
}

/** A refund as notifications tell it. */
export interface RefundNotice extends RefundFacts {
  readonly merchantId: string;
}

const status = z.enum(['SUCCESS', 'CLOSED', 'PROCESSING', 'ABNORMAL']);

const facts = z.object({
  refund_id: referenceNumber,
  out_refund_no: referenceNumber,
  transaction_id: referenceNumber,
  out_trade_no: referenceNumber,
  success_time: instant.nullish(),
  amount: z.object({ refund: fen, total: fen, payer_refund: fen.nullish() }),
});

export const refund: z.ZodType<Refund> = facts
  .extend({ status, channel: optionalText, create_time: instant.nullish() })
  .transform((r) => ({ ...common(r, r.status), channel: r.channel, createTime: r.create_time ?? null }));

export const refundNotice: z.ZodType<RefundNotice> = facts
  .extend({ mchid: z.string().min(1), refund_status: status })
  .transform((r) => ({ ...common(r, r.refund_status), merchantId: r.mchid }));

function common(r: z.output<typeof facts>, refundStatus: RefundStatus): RefundFacts {
  return {
    refundId: r.refund_id,
    outRefundNo: r.out_refund_no,
    transactionId: r.transaction_id,
    outTradeNo: r.out_trade_no,
    status: refundStatus,
    successTime: r.success_time ?? null,
    amount: { refundFen: r.amount.refund, totalFen: r.amount.total, payerRefundFen: r.amount.payer_refund ?? null },
  };
}
