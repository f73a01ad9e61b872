import { z } from 'zod';

const SETTLED = ['SUCCESS', 'REFUND'] as const;
const UNSETTLED = ['NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR'] as const;

export interface TransactionAmount {
  /** What was asked for, in fen. */
  readonly totalFen: number;
  /** What the payer gave, in fen: less than the total where a WeChat coupon paid the rest. */
  readonly payerTotalFen: number | null;
  readonly currency: string;
  readonly payerCurrency: string | null;
}

interface TransactionFacts {
  readonly appId: string;
  readonly merchantId: string;
  readonly outTradeNo: string;
  readonly tradeType: string | null;
  readonly tradeStateDescription: string | null;
  readonly openid: string | null;
  readonly attach: string | null;
}

/** Money came in; `REFUND` says that some of it, or all, went back since. */
export interface SettledTransaction extends TransactionFacts {
  readonly tradeState: (typeof SETTLED)[number];
  readonly transactionId: string;
  readonly successTime: Date;
  readonly amount: TransactionAmount;
}

export interface UnsettledTransaction extends TransactionFacts {
  readonly tradeState: (typeof UNSETTLED)[number];
  readonly transactionId: string | null;
  readonly successTime: null;
  readonly amount: TransactionAmount | null;
}

export type Transaction = SettledTransaction | UnsettledTransaction;
export type TradeState = Transaction['tradeState'];

export const fen = z.number().int().nonnegative();
/** RFC 3339, as in `2018-06-08T10:34:56+08:00`. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
/** A number that WeChat Pay or the shop gave something. The longest is 64 characters (out_refund_no). */
export const referenceNumber = z.string().regex(/^[\x21-\x7e]{1,64}$/);
/** Absent, null and "" all say "none". */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || null);

const amount = z
  .object({ total: fen, payer_total: fen.nullish(), currency: optionalText, payer_currency: optionalText })
  .transform((a): TransactionAmount => ({
    totalFen: a.total,
    payerTotalFen: a.payer_total ?? null,
    currency: a.currency ?? 'CNY',
    payerCurrency: a.payer_currency,
  }));

const facts = {
  appid: z.string().min(1),
  mchid: z.string().min(1),
  out_trade_no: referenceNumber,
  trade_type: optionalText,
  trade_state_desc: optionalText,
  payer: z.object({ openid: optionalText }).nullish(),
  attach: optionalText,
};

const settled = z.object({
  ...facts,
  trade_state: z.enum(SETTLED),
  transaction_id: referenceNumber,
  success_time: instant,
  amount,
});

const unsettled = z.object({
  ...facts,
  trade_state: z.enum(UNSETTLED),
  transaction_id: optionalText,
  // WeChat sends "amount" for most unpaid states, and without a total for some.
  amount: amount.nullish().catch(null),
});

/** A transaction as queries and notifications show it. */
export const transaction: z.ZodType<Transaction> = z
  .discriminatedUnion('trade_state', [settled, unsettled])
  .transform((t) => {
    const common = {
      appId: t.appid,
      merchantId: t.mchid,
      outTradeNo: t.out_trade_no,
      tradeType: t.trade_type,
      tradeStateDescription: t.trade_state_desc,
      openid: t.payer?.openid ?? null,
      attach: t.attach,
    };
    if ('success_time' in t) {
      const { transaction_id: transactionId, success_time: successTime } = t;
      return { ...common, tradeState: t.trade_state, transactionId, successTime, amount: t.amount };
    }
    return {
      ...common,
      tradeState: t.trade_state,
      transactionId: t.transaction_id,
      successTime: null,
      amount: t.amount ?? null,
    };
  });
