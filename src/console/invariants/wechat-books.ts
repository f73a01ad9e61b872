import type { Records } from './records.js';

/** What `simulator.state()` says of money. */
export interface WechatBooks {
  readonly transactions: readonly {
    readonly outTradeNo: string;
    /** Null while it is not paid. */
    readonly transactionId: string | null;
    readonly totalFen: number;
  }[];
  readonly refunds: readonly { readonly outRefundNo: string; readonly refundFen: number; readonly status: string }[];
}

/** I2. What WeChat's books say was paid and sent back is what ours say. */
export function moneyAgrees({ payments, paymentRefunds }: Records, wechat: WechatBooks): string[] {
  const paid = wechat.transactions.filter(({ transactionId }) => transactionId !== null);
  const ours = payments.filter(({ status }) => status === 'succeeded');
  const sent = new Map(wechat.refunds.map((refund) => [refund.outRefundNo, refund]));
  const paidFor = new Set(paid.map(({ outTradeNo }) => outTradeNo));
  const asked = new Set(paymentRefunds.map(({ id }) => `R${id}`));
  const known = new Map(payments.map((payment) => [payment.attemptNo, payment]));
  const problems = [
    ...paid
      .filter(({ transactionId, outTradeNo, totalFen }) => {
        const payment = known.get(outTradeNo);
        return payment?.transactionId !== transactionId || payment?.amountFen !== totalFen;
      })
      .map(({ outTradeNo }) => `WeChat was paid for ${outTradeNo}, and here that is not so`),
    ...ours
      .filter(({ attemptNo }) => !paidFor.has(attemptNo))
      .map(({ id }) => `payment ${id} succeeded here and not at WeChat`),
    ...wechat.refunds
      .filter(({ outRefundNo }) => !asked.has(outRefundNo))
      .map(({ outRefundNo }) => `WeChat sent money back as ${outRefundNo}, and here there is no such refund`),
  ];
  for (const { id, status, amountFen } of paymentRefunds) {
    const theirs = sent.get(`R${id}`);
    if (status === 'succeeded' && theirs?.status !== 'SUCCESS')
      problems.push(`refund ${id} succeeded here and is ${theirs?.status ?? 'unknown'} at WeChat`);
    if (theirs && theirs.refundFen !== amountFen)
      problems.push(`refund ${id} is of ${amountFen} fen, and of ${theirs.refundFen} at WeChat`);
    if (theirs?.status === 'SUCCESS' && status === 'failed')
      problems.push(`refund ${id} failed here, and WeChat sent the money`);
  }
  return problems.map((problem) => `I2 ${problem}`);
}
