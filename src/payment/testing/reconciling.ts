import { ManualClock, newId } from '#kernel';
import { InMemoryAuditLog } from '#platform/audit/testing';
import type { Config } from '#platform/config';
import type { Database } from '#platform/database';
import { Idempotency } from '#platform/idempotency';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { InMemoryGateway } from '../adapters/in-memory-gateway.js';
import { InMemoryRejections } from '../adapters/in-memory-rejections.js';
import { InMemoryTradeBills } from '../adapters/in-memory-trade-bills.js';
import { ReconciliationPurge } from '../adapters/reconciliation-purge.js';
import { ReconciliationQueries } from '../adapters/reconciliation.queries.js';
import { SqlPayments } from '../adapters/sql-payments.js';
import { SqlReconciliations } from '../adapters/sql-reconciliations.js';
import { ConfirmPayment } from '../application/confirm-payment.js';
import { ReconcileDay } from '../application/reconcile-day.js';
import { RepairDifference } from '../application/repair-difference.js';
import { RequestReconciliation } from '../application/request-reconciliation.js';
import { RunReconciliations } from '../application/run-reconciliations.js';
import { Payment } from '../domain/payment.js';
import type { BillEntry } from '../domain/reconciliation.js';

const TABLES = ['reconciliation_differences', 'reconciliation_bill_entries', 'reconciliation_runs', 'reconciliations'];
const SOLD_AT = new Date('2026-11-23T04:00:00.000Z');

/** It is eleven o'clock in Beijing on the 24th, and the 23rd is reconciled. */
const ELEVEN = new Date('2026-11-24T03:00:00.000Z');
export const DAY = '2026-11-23';
export const staff = { kind: 'staff', id: 'bo', ip: null, requestId: null } as const;

/** Reconciling on a real database, with WeChat in memory. */
export class Reconciling {
  readonly clock = new ManualClock(ELEVEN);
  readonly gateway = new InMemoryGateway(this.clock);
  readonly bills = new InMemoryTradeBills();
  readonly audit = new InMemoryAuditLog();
  readonly rejections = new InMemoryRejections();
  readonly payments: SqlPayments;
  readonly reconciliations: SqlReconciliations;
  readonly queries: ReconciliationQueries;
  readonly reconcileDay: ReconcileDay;
  readonly job: RunReconciliations;
  readonly request: RequestReconciliation;
  readonly purge: ReconciliationPurge;

  private constructor(database: Database) {
    const { audit, clock } = this;
    const config = { backgroundJobs: true } as Config;
    this.payments = new SqlPayments(database, new EventDelivery(database, clock).outbox);
    this.reconciliations = new SqlReconciliations(database, audit);
    this.queries = new ReconciliationQueries(database);
    const repair = new RepairDifference(this.gateway, new ConfirmPayment(this.payments, this.rejections, clock));
    this.reconcileDay = new ReconcileDay(this.reconciliations, this.bills, this.payments, repair, clock);
    this.job = new RunReconciliations(this.reconciliations, this.reconcileDay, clock, config);
    const idempotency = new Idempotency(database, clock);
    this.request = new RequestReconciliation(this.reconciliations, this.job, audit, idempotency, clock);
    this.purge = new ReconciliationPurge(database, clock, config);
  }

  /** Empties what earlier tests left. */
  static async on(database: Database): Promise<Reconciling> {
    for (const table of [...TABLES, 'payments', 'idempotency_keys']) await database.execute(`DELETE FROM ${table}`);
    return new Reconciling(database);
  }

  async attempt(amountFen = 1999): Promise<Payment> {
    const facts = { orderId: newId(), customerId: newId(), account: 'payer', amountFen, now: SOLD_AT };
    const payment = Payment.open({ id: newId(), orderExpiresAt: SOLD_AT, ...facts });
    await this.payments.add(payment);
    const { attemptNo, snapshot } = payment;
    const request = {
      attemptNo,
      orderId: snapshot.orderId,
      description: '',
      amountFen,
      account: 'payer',
      expiresAt: SOLD_AT,
    };
    await this.gateway.prepare(request);
    return payment;
  }

  /** Paid at WeChat and here. */
  async paid(amountFen = 1999, paidAt = SOLD_AT): Promise<Payment> {
    const payment = await this.attempt(amountFen);
    const receipt = this.gateway.pay(payment.attemptNo, { paidAt });
    await this.payments.change(payment.id, (one) => one.succeed(receipt, this.clock.now()));
    return payment;
  }

  /** Paid at WeChat, and nobody told us. */
  async paidThere(amountFen = 1999, change: (payment: Payment) => void = () => undefined): Promise<Payment> {
    const payment = await this.attempt(amountFen);
    this.gateway.pay(payment.attemptNo, { paidAt: SOLD_AT });
    await this.payments.change(payment.id, change);
    return payment;
  }

  /** What WeChat's bill of the day says. */
  bill(...payments: readonly (Payment | BillEntry)[]): void {
    const entries = payments.map((one) => ({
      attemptNo: one.attemptNo,
      amountFen: one instanceof Payment ? one.snapshot.amountFen : one.amountFen,
    }));
    this.bills.bills.set(DAY, entries);
  }

  order(date = DAY) {
    return this.request.execute({ date, actor: staff, key: null });
  }

  /** Ordered by staff, carried out, and what it came to. */
  async reconcile() {
    await this.order();
    await this.job.run();
    return this.queries.ofDay(DAY);
  }

  async status({ id }: Payment): Promise<string> {
    return (await this.payments.get(id)).status;
  }

  audited(): string[] {
    return this.audit.entries.map(({ type, subject }) => `${type} ${subject}`);
  }
}
