import type { PaymentEvent } from '../events.js';
import { latestCheck, nextCheckAfter } from '../domain/check-schedule.js';
import { Payment, type PaymentState } from '../domain/payment.js';
import { Payments, TransactionTaken } from '../domain/payments.js';

export class InMemoryPayments extends Payments {
  readonly published: PaymentEvent[] = [];
  private readonly checks = new Map<string, { checks: number; next: Date }>();
  private readonly states = new Map<string, PaymentState>();

  add(payment: Payment): Promise<boolean> {
    const taken = this.all().some((one) => one.isOpen && one.snapshot.orderId === payment.snapshot.orderId);
    if (!taken) this.states.set(payment.id, { ...payment.snapshot });
    return Promise.resolve(!taken);
  }

  async change<T>(id: string, mutate: (payment: Payment) => T): Promise<T> {
    const state = this.states.get(id);
    if (!state) throw new Error(`There is no payment ${id}`);
    const payment = Payment.restore(state);
    const result = mutate(payment);
    const { transactionId } = payment.snapshot;
    const others = this.all().filter((one) => one.id !== id);
    if (transactionId !== null && others.some(({ snapshot }) => snapshot.transactionId === transactionId))
      throw new TransactionTaken();
    this.published.push(...payment.takeEvents());
    this.states.set(id, { ...payment.snapshot });
    return result;
  }

  byAttemptNo(attemptNo: string): Promise<Payment | null> {
    return Promise.resolve(this.all().find((one) => one.attemptNo === attemptNo) ?? null);
  }

  withAttemptNos(attemptNos: readonly string[]): Promise<Payment[]> {
    return Promise.resolve(this.all().filter((one) => attemptNos.includes(one.attemptNo)));
  }

  paidBetween(from: Date, to: Date, last: Payment | null, limit: number): Promise<Payment[]> {
    const place = ({ id, snapshot: { paidAt } }: Payment) => `${paidAt?.toISOString()} ${id}`;
    const found = this.all()
      .filter(({ snapshot: { paidAt } }) => paidAt !== null && paidAt >= from && paidAt < to)
      .filter((one) => last === null || place(one) > place(last))
      .sort((a, b) => (place(a) < place(b) ? -1 : 1));
    return Promise.resolve(found.slice(0, limit));
  }

  byTransactionId(transactionId: string): Promise<Payment | null> {
    return Promise.resolve(this.all().find(({ snapshot }) => snapshot.transactionId === transactionId) ?? null);
  }

  ofOrder(orderId: string): Promise<Payment[]> {
    const found = this.all().filter(({ snapshot }) => snapshot.orderId === orderId);
    return Promise.resolve(found.sort((a, b) => (a.id < b.id ? 1 : -1)));
  }

  async get(id: string): Promise<Payment> {
    const state = this.states.get(id);
    if (!state) throw new Error(`There is no payment ${id}`);
    return Payment.restore(state);
  }

  claimUnsettled(limit: number, now: Date): Promise<Payment[]> {
    const due = this.all().filter(({ id, isOpen, snapshot }) => {
      const { next } = this.checks.get(id) ?? { next: nextCheckAfter(0, snapshot.createdAt) };
      return isOpen && (next <= now || next > latestCheck(now));
    });
    for (const { id } of due.slice(0, limit)) {
      const checks = (this.checks.get(id)?.checks ?? 0) + 1;
      this.checks.set(id, { checks, next: nextCheckAfter(checks, now) });
    }
    return Promise.resolve(due.slice(0, limit));
  }

  private all(): Payment[] {
    return [...this.states.values()].map((state) => Payment.restore(state));
  }
}
