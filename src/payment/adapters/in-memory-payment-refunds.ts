import type { RefundEvent } from '../events.js';
import { latestCheck, nextCheckAfter } from '../domain/check-schedule.js';
import { PaymentRefund, type PaymentRefundState } from '../domain/payment-refund.js';
import { PaymentRefunds, type Sibling } from '../domain/payment-refunds.js';

interface Kept {
  state: PaymentRefundState;
  checks: number;
  nextCheckAt: Date;
  sentAt: Date | null;
}

export class InMemoryPaymentRefunds extends PaymentRefunds {
  readonly published: RefundEvent[] = [];
  private readonly kept = new Map<string, Kept>();

  add({ id, snapshot }: PaymentRefund): Promise<boolean> {
    if (this.kept.has(id)) return Promise.resolve(false);
    this.kept.set(id, { state: { ...snapshot }, checks: 0, nextCheckAt: snapshot.createdAt, sentAt: null });
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

  noteSending(id: string, now: Date): Promise<void> {
    const kept = this.kept.get(id);
    if (kept) kept.sentAt = now;
    return Promise.resolve();
  }

  noteRefusal(id: string, again: Date): Promise<void> {
    const kept = this.kept.get(id);
    if (kept) Object.assign(kept, { sentAt: null, nextCheckAt: kept.nextCheckAt > again ? again : kept.nextCheckAt });
    return Promise.resolve();
  }

  siblingsOf({ id, snapshot: { paymentId } }: PaymentRefund): Promise<Sibling[]> {
    const others = [...this.kept.values()].filter(
      ({ state }) => state.paymentId === paymentId && state.id !== id && state.status !== 'failed',
    );
    return Promise.resolve(others.map(({ state: { amountFen }, sentAt }) => ({ amountFen, sentAt })));
  }
}
