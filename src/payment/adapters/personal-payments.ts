import { asDate, asDateOrNull, Database, inPages, placeholders } from '#platform/database';
import { type ExportSection, HoldsPersonalData, PersonalDataHolder } from '#platform/privacy';
import type { PaymentStatus } from '../domain/payment.js';
import type { PaymentRefundStatus } from '../domain/payment-refund.js';

/** Payments read at once for somebody's copy of their data. */
const PAGE = 100;

interface PaymentRow {
  readonly id: string;
  readonly attempt_no: string;
  readonly order_id: string;
  readonly amount_fen: unknown;
  readonly status: PaymentStatus;
  readonly transaction_id: string | null;
  readonly created_at: unknown;
  readonly expires_at: unknown;
  readonly paid_at: unknown;
}

interface RefundRow {
  readonly id: string;
  readonly payment_id: string;
  readonly amount_fen: unknown;
  readonly status: PaymentRefundStatus;
  readonly created_at: unknown;
  readonly refunded_at: unknown;
}

interface RefundRecord {
  readonly id: string;
  readonly amountFen: number;
  readonly status: PaymentRefundStatus;
  readonly createdAt: Date;
  readonly refundedAt: Date | null;
}

/** An attempt to pay as the payer's copy shows it. Their account stays out: no client is told of it (docs/adr/0012). */
interface PaymentRecord {
  readonly id: string;
  readonly attemptNo: string;
  readonly orderId: string;
  readonly amountFen: number;
  readonly status: PaymentStatus;
  /** The payment provider's number. */
  readonly transactionId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly paidAt: Date | null;
  readonly refunds: readonly RefundRecord[];
}

/** What payments tell about those who paid. */
@HoldsPersonalData()
export class PersonalPayments extends PersonalDataHolder {
  constructor(private readonly database: Database) {
    super();
  }

  sections(personId: string): readonly ExportSection[] {
    return [{ name: 'payments', records: () => this.records(personId) }];
  }

  /** The order knows what is still owed; money finds its way back by the number of the attempt alone. */
  async assertErasable(): Promise<void> {}

  async erase(personId: string): Promise<void> {
    await this.database.execute(`UPDATE payments SET account = '' WHERE customer_id = ? AND account <> ''`, [personId]);
  }

  private records(personId: string): AsyncIterable<PaymentRecord> {
    return inPages<PaymentRecord>(PAGE, async (last) => {
      const rows = await this.database.query<PaymentRow>(
        `SELECT id, attempt_no, order_id, amount_fen, status, transaction_id, created_at, expires_at, paid_at
         FROM payments WHERE customer_id = ? AND id > ? ORDER BY id LIMIT ${PAGE}`,
        [personId, last?.id ?? ''],
      );
      const refunds = await this.refundsOf(rows.map(({ id }) => id));
      return rows.map((row) => ({
        id: row.id,
        attemptNo: row.attempt_no,
        orderId: row.order_id,
        amountFen: Number(row.amount_fen),
        status: row.status,
        transactionId: row.transaction_id,
        createdAt: asDate(row.created_at),
        expiresAt: asDate(row.expires_at),
        paidAt: asDateOrNull(row.paid_at),
        refunds: refunds.filter(({ payment_id }) => payment_id === row.id).map(refundRecord),
      }));
    });
  }

  private async refundsOf(paymentIds: readonly string[]): Promise<RefundRow[]> {
    if (paymentIds.length === 0) return [];
    return this.database.query<RefundRow>(
      `SELECT id, payment_id, amount_fen, status, created_at, refunded_at FROM payment_refunds
       WHERE payment_id IN (${placeholders(paymentIds.length)}) ORDER BY id`,
      paymentIds,
    );
  }
}

function refundRecord({ id, amount_fen, status, created_at, refunded_at }: RefundRow): RefundRecord {
  return {
    id,
    amountFen: Number(amount_fen),
    status,
    createdAt: asDate(created_at),
    refundedAt: asDateOrNull(refunded_at),
  };
}
