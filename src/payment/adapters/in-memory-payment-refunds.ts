import type { RefundEvent } from '../events.js';
import { latestCheck, nextCheckAfter } from '../domain/check-schedule.js';
import { PaymentRefund, type PaymentRefundState } from '../domain/payment-refund.js';
import { PaymentRefunds } from '../domain/payment-refunds.js';

interface Kept {
  state: PaymentRefundState;
  checks: number;
  nextCheckAt: Date;
}

export class InMemoryPaymentRefunds extends PaymentRefunds {
  readonly published: RefundEvent[] = [];
  private readonly kept = new Map<string, Kept>();

  add({ id, snapshot }: PaymentRefund): Promise<boolean> {
    if (this.kept.has(id)) return Promise.resolve(false);
    this.kept.set(id, { state: { ...snapshot }, checks: 0, nextCheckAt: snapshot.createdAt });
    return Promise.resolve(true);
  }

  async change<T>(id: string, mutate: (refund: PaymentRefund) => T): Promise<T> {
    const kept = this.kept.get(id);
    if (!kept) throw new Error(`There is no refund ${id}`);
    const refund = PaymentRefund.restore(kept.state);
    const result = mutate(refund);
    this.published.push(...refund.takeEvents());
    kept.state = { ...refund.snapshot };
    return result;
  }

  find(id: string): Promise<PaymentRefund | null> {
    const kept = this.kept.get(id);
    return Promise.resolve(kept ? PaymentRefund.restore(kept.state) : null);
  }

  claimUnsettled(limit: number, now: Date): Promise<PaymentRefund[]> {
    const due = [...this.kept.values()]
      .filter(({ state }) => !PaymentRefund.restore(state).isFinal)
      .filter(({ nextCheckAt }) => nextCheckAt <= now || nextCheckAt > latestCheck(now))
      .slice(0, limit);
    for (const one of due) one.nextCheckAt = nextCheckAfter(one.checks++, now);
    return Promise.resolve(due.map(({ state }) => PaymentRefund.restore(state)));
  }
}
