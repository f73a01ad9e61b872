import { Injectable } from '@nestjs/common';
import { Clock, type DomainEvent } from '#kernel';
import { Database, DatabaseReading } from '#platform/database';
import { Outbox } from '#platform/events';
import { metrics } from '#platform/observability';
import type { PaymentSucceeded, RefundFailed, RefundSucceeded } from '../events.js';

const payments = metrics.counter({
  name: 'payments_total',
  help: 'Payments: paid (the money has arrived), failed (the provider could not be got to prepare one), rejected (news of one that fits nothing here, kept for staff)',
  labels: ['outcome'],
});
const paid = payments.labels('paid');
const rejected = payments.labels('rejected');
/** Could not be prepared. */
export const failedPayments = payments.labels('failed');
const paidFen = metrics.counter({ name: 'payments_paid_fen_total', help: 'Money that has arrived, in fen' });
const refunds = metrics.counter({
  name: 'refunds_total',
  help: 'Refunds that have come to an end: succeeded or failed',
  labels: ['outcome'],
});
const refunded = refunds.labels('succeeded');
const unrefunded = refunds.labels('failed');
const refundsFen = metrics.counter({ name: 'refunds_fen_total', help: 'Money that has gone back, in fen' });
const pending = metrics.gauge({
  name: 'payments_pending',
  help: 'Attempts to pay that were started more than 5 min ago and are neither paid nor closed',
  aggregator: 'max',
});
const differences = metrics.gauge({
  name: 'reconciliation_open_differences',
  help: 'Differences from the bills of WeChat Pay, of the latest run of each day, that could not be repaired',
  aggregator: 'max',
});

const PENDING_AFTER_MS = 5 * 60_000;

/** Money that comes and goes, from the events of the payments that this process saves, and what is not settled. */
@Injectable()
export class PaymentFigures extends DatabaseReading {
  protected readonly gauges = [pending, differences];

  constructor(
    outbox: Outbox,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
    outbox.whenCommitted<PaymentSucceeded>('payment.succeeded', ({ amountFen }) => {
      paid.inc();
      paidFen.inc(amountFen);
    });
    outbox.whenCommitted<DomainEvent>('payment.notification-rejected', () => rejected.inc());
    outbox.whenCommitted<RefundSucceeded>('payment.refund-succeeded', ({ amountFen }) => {
      refunded.inc();
      refundsFen.inc(amountFen);
    });
    outbox.whenCommitted<RefundFailed>('payment.refund-failed', () => unrefunded.inc());
  }

  protected override async read(): Promise<() => void> {
    const [row] = await this.database.query<{ pending: unknown; differences: unknown }>(
      `SELECT (SELECT COUNT(*) FROM payments WHERE open_order_id IS NOT NULL AND created_at < ?) AS pending,
       (SELECT COUNT(*) FROM reconciliations JOIN reconciliation_differences
        ON reconciliation_differences.run_id = reconciliations.run_id AND repaired = 0) AS differences`,
      [new Date(this.clock.now().getTime() - PENDING_AFTER_MS)],
    );
    return () => {
      pending.set(Number(row?.pending ?? 0));
      differences.set(Number(row?.differences ?? 0));
    };
  }
}
