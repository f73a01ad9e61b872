import { asDate, asDateOrNull, type Database, type Row } from '#platform/database';
import { textIn } from './columns.js';

export interface OrderRow {
  readonly id: string;
  readonly status: string;
  readonly totalFen: number;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** What became of an order, and of the money for it, as the tables of their contexts say. */
export interface Step {
  readonly at: string;
  readonly title: string;
  readonly facts: Readonly<Record<string, string | number | null>>;
}

export class OrderRows {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async newest(limit: number): Promise<OrderRow[]> {
    const rows = await this.database.query(
      `SELECT id, status, total_fen, created_at, expires_at FROM orders ORDER BY id DESC LIMIT ${limit}`,
    );
    return rows.map(orderRow);
  }

  async order(id: string): Promise<{ readonly row: OrderRow; readonly steps: readonly Step[] } | null> {
    const [row] = await this.database.query(
      `SELECT id, status, total_fen, created_at, expires_at, paid_at, shipped_at, completed_at, cancelled_at, cancel_reason
       FROM orders WHERE id = ?`,
      [id],
    );
    if (!row) return null;
    const reason = textIn(row, 'cancel_reason');
    const steps = ['created', 'paid', 'shipped', 'completed', 'cancelled'].flatMap((title) =>
      stepAt(row, `${title}_at`, title, { reason: title === 'cancelled' ? reason : null }),
    );
    return { row: orderRow(row), steps };
  }

  /** Of the order's payments: `id` is that of each, for its events. */
  async payments(
    orderId: string,
  ): Promise<{ readonly id: string; readonly attemptNo: string; readonly steps: Step[] }[]> {
    const rows = await this.database.query(
      `SELECT id, attempt_no, amount_fen, status, transaction_id, checks, created_at, paid_at
       FROM payments WHERE order_id = ? ORDER BY id`,
      [orderId],
    );
    return rows.map((row) => {
      const [id, attemptNo] = [String(row['id']), String(row['attempt_no'])];
      const sums = { amountFen: Number(row['amount_fen']), checks: Number(row['checks']) };
      const facts = {
        paymentId: id,
        attemptNo,
        status: textIn(row, 'status'),
        transactionId: textIn(row, 'transaction_id'),
      };
      const steps = [
        ...stepAt(row, 'created_at', 'started', { ...facts, ...sums }),
        ...stepAt(row, 'paid_at', 'succeeded', { ...facts, ...sums }),
      ];
      return { id, attemptNo, steps };
    });
  }

  /** Refunds as order has asked for them, and as payment has sent them. */
  async refunds(
    orderId: string,
  ): Promise<{ readonly ids: readonly string[]; readonly asked: Step[]; readonly sent: Step[] }> {
    const asked = await this.database.query(
      'SELECT id, payment_id, amount_fen, status, created_at FROM order_refunds WHERE order_id = ? ORDER BY id',
      [orderId],
    );
    const sent = await this.database.query(
      `SELECT id, payment_id, amount_fen, status, failure, created_at, refunded_at
       FROM payment_refunds WHERE order_id = ? ORDER BY id`,
      [orderId],
    );
    const facts = (row: Row) => ({
      refundId: String(row['id']),
      paymentId: textIn(row, 'payment_id'),
      amountFen: Number(row['amount_fen']),
      status: textIn(row, 'status'),
      failure: textIn(row, 'failure'),
    });
    return {
      ids: [...new Set([...asked, ...sent].map((row) => String(row['id'])))],
      asked: asked.flatMap((row) => stepAt(row, 'created_at', 'asked', facts(row))),
      sent: sent.flatMap((row) => [
        ...stepAt(row, 'created_at', 'sent', facts(row)),
        ...stepAt(row, 'refunded_at', 'succeeded', facts(row)),
      ]),
    };
  }
}

function orderRow(row: Row): OrderRow {
  return {
    id: String(row['id']),
    status: String(row['status']),
    totalFen: Number(row['total_fen']),
    createdAt: asDate(row['created_at']).toISOString(),
    expiresAt: asDate(row['expires_at']).toISOString(),
  };
}

/** None where it has not happened. */
function stepAt(row: Row, column: string, title: string, facts: Step['facts']): Step[] {
  const at = asDateOrNull(row[column]);
  return at ? [{ at: at.toISOString(), title, facts }] : [];
}
