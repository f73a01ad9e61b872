import { asDate, type Database } from '#platform/database';

export interface StockRecord {
  readonly skuId: string;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
}

export interface MovementRecord {
  readonly id: string;
  readonly skuId: string;
  readonly type: 'initial' | 'adjusted' | 'reserved' | 'released' | 'sold' | 'returned';
  readonly quantity: number;
  readonly orderId: string | null;
}

export interface ReservationRecord {
  readonly orderId: string;
  readonly status: 'reserved' | 'sold' | 'released' | 'returned';
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
}

export interface OrderRecord {
  readonly id: string;
  readonly status: string;
  readonly totalFen: number;
  readonly expiresAt: Date;
  readonly paymentId: string | null;
  readonly wasShipped: boolean;
}

export interface OrderRefundRecord {
  readonly id: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly status: string;
  readonly amountFen: number;
}

export interface PaymentRecord {
  readonly id: string;
  readonly attemptNo: string;
  readonly orderId: string;
  readonly isOpen: boolean;
  readonly amountFen: number;
  readonly status: string;
  readonly transactionId: string | null;
}

export interface PaymentRefundRecord {
  readonly id: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly amountFen: number;
  readonly status: string;
}

export interface EventRecord {
  readonly id: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly status: string;
  readonly lastError: string | null;
}

export interface Records {
  readonly stock: readonly StockRecord[];
  readonly movements: readonly MovementRecord[];
  readonly reservations: readonly ReservationRecord[];
  readonly orders: readonly OrderRecord[];
  readonly orderRefunds: readonly OrderRefundRecord[];
  readonly payments: readonly PaymentRecord[];
  readonly paymentRefunds: readonly PaymentRefundRecord[];
  readonly events: readonly EventRecord[];
}

export type RecordRow = Readonly<Record<string, string | number | null>>;
type Row = RecordRow;

/** All that bears on money and stock, as of one moment. */
export function recordsIn(database: Database): Promise<Records> {
  return database.snapshot(() => readRecords((sql) => database.query<Row>(sql)));
}

/** @param select runs a SELECT; what it answers is to be of one moment */
export async function readRecords(select: (sql: string) => Promise<Row[]>): Promise<Records> {
  const all = async <T>(table: string, columns: string, of: (row: Row) => T): Promise<T[]> =>
    (await select(`SELECT ${columns} FROM ${table}`)).map(of);
  return {
    stock: await all('stock_items', 'sku_id, available, reserved, sold', (row) => ({
      skuId: text(row, 'sku_id'),
      available: Number(row['available']),
      reserved: Number(row['reserved']),
      sold: Number(row['sold']),
    })),
    movements: await all('stock_movements', 'id, sku_id, type, quantity, order_id', (row) => ({
      id: text(row, 'id'),
      skuId: text(row, 'sku_id'),
      type: text(row, 'type') as MovementRecord['type'],
      quantity: Number(row['quantity']),
      orderId: textOrNull(row, 'order_id'),
    })),
    reservations: await all('stock_reservations', 'order_id, status, reserved_lines', (row) => ({
      orderId: text(row, 'order_id'),
      status: text(row, 'status') as ReservationRecord['status'],
      lines: JSON.parse(text(row, 'reserved_lines')) as ReservationRecord['lines'],
    })),
    orders: await all('orders', 'id, status, total_fen, expires_at, payment_id, shipped_at', (row) => ({
      id: text(row, 'id'),
      status: text(row, 'status'),
      totalFen: Number(row['total_fen']),
      expiresAt: asDate(row['expires_at']),
      paymentId: textOrNull(row, 'payment_id'),
      wasShipped: row['shipped_at'] !== null,
    })),
    orderRefunds: await all('order_refunds', 'id, order_id, payment_id, amount_fen, status', (row) => ({
      ...refundOf(row),
      status: text(row, 'status'),
    })),
    payments: await all(
      'payments',
      'id, attempt_no, order_id, open_order_id, amount_fen, status, transaction_id',
      (row) => ({
        id: text(row, 'id'),
        attemptNo: text(row, 'attempt_no'),
        orderId: text(row, 'order_id'),
        isOpen: row['open_order_id'] !== null,
        amountFen: Number(row['amount_fen']),
        status: text(row, 'status'),
        transactionId: textOrNull(row, 'transaction_id'),
      }),
    ),
    paymentRefunds: await all('payment_refunds', 'id, order_id, payment_id, amount_fen, status', (row) => ({
      ...refundOf(row),
      status: text(row, 'status'),
    })),
    events: await all('outbox', 'id, type, aggregate_id, status, last_error', (row) => ({
      id: text(row, 'id'),
      type: text(row, 'type'),
      aggregateId: text(row, 'aggregate_id'),
      status: text(row, 'status'),
      lastError: textOrNull(row, 'last_error'),
    })),
  };
}

function refundOf(row: Row) {
  return {
    id: text(row, 'id'),
    orderId: text(row, 'order_id'),
    paymentId: text(row, 'payment_id'),
    amountFen: Number(row['amount_fen']),
  };
}

function text(row: Row, column: string): string {
  return String(row[column]);
}

function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

/** Groups of records by a key; those without one are left out. */
export function by<T>(records: readonly T[], keyOf: (record: T) => string | null): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const record of records) {
    const key = keyOf(record);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return groups;
}
