import type { PaymentEvent } from '../events.js';
import { Payment, type PaymentState } from '../domain/payment.js';
import { Payments, TransactionTaken } from '../domain/payments.js';

export class InMemoryPayments extends Payments {
  readonly published: PaymentEvent[] = [];
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

  ofOrder(orderId: string): Promise<Payment[]> {
    const found = this.all().filter(({ snapshot }) => snapshot.orderId === orderId);
    return Promise.resolve(found.sort((a, b) => (a.id < b.id ? 1 : -1)));
  }

  private all(): Payment[] {
    return [...this.states.values()].map((state) => Payment.restore(state));
  }
}
