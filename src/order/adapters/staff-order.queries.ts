import { Injectable } from '@nestjs/common';
import { Database, placeholders, type Reader, type SqlValue } from '#platform/database';
import { readStaffPage, type StaffPage, type StaffPageRequest } from '#platform/http';
import type { OrderView, RefundView } from '../application/order-view.js';
import { OrderNotFound, RefundNotFound } from '../domain/errors.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { RefundStatus } from '../domain/refund.js';
import { maskedAddress } from '../application/masking.js';
import { OrderReader, REFUND_VIEW_COLUMNS, type RefundRow } from './order-reader.js';
import { ORDER_VIEW_COLUMNS } from './order-rows.js';
import { DetailsCipher } from './sealed-details.js';

export interface StaffOrderView extends OrderView {
  readonly customerId: string;
}

export interface StaffRefundView extends RefundView {
  readonly orderId: string;
}

export interface OrderFilter {
  readonly status?: OrderStatus | undefined;
  /** An order's id, or a tracking number. */
  readonly q?: string | undefined;
  /** Who is meant by `q` as well; null: nobody. */
  readonly customerId?: string | null | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

interface OwnedRow {
  readonly id: string;
  readonly customer_id: string;
}

/** What staff see of orders: addresses masked, unless a reveal with a reason says otherwise. */
@Injectable()
export class StaffOrderQueries {
  private readonly orders: OrderReader;

  constructor(
    private readonly database: Database,
    details: DetailsCipher,
  ) {
    this.orders = new OrderReader(details);
  }

  list(filter: OrderFilter, request: StaffPageRequest): Promise<StaffPage<StaffOrderView>> {
    const rows = { table: 'orders', columns: 'id, customer_id', ...conditions(filter) };
    return this.database.reading(async (from) => {
      const found = await readStaffPage(from, rows, request, (row: OwnedRow) => row);
      return { ...found, items: await this.views(from, found.items) };
    });
  }

  /** @throws OrderNotFound */
  async order(orderId: string): Promise<StaffOrderView> {
    const rows = await this.database.query<OwnedRow>('SELECT id, customer_id FROM orders WHERE id = ?', [orderId]);
    const [view] = await this.views(this.database, rows);
    if (!view) throw new OrderNotFound();
    return view;
  }

  refunds(status: RefundStatus | undefined, request: StaffPageRequest): Promise<StaffPage<StaffRefundView>> {
    const condition = status && { where: 'status = ?', values: [status] };
    const rows = { table: 'order_refunds', columns: REFUND_VIEW_COLUMNS, ...condition };
    return this.database.reading(async (from) => {
      const found = await readStaffPage(from, rows, request, (row: RefundRow) => row);
      return { ...found, items: await Promise.all(found.items.map((row) => this.refundViewOf(row))) };
    });
  }

  /** @throws RefundNotFound */
  async refund(refundId: string): Promise<StaffRefundView> {
    const [row] = await this.database.query<RefundRow>(
      `SELECT ${REFUND_VIEW_COLUMNS} FROM order_refunds WHERE id = ?`,
      [refundId],
    );
    if (!row) throw new RefundNotFound();
    return this.refundViewOf(row);
  }

  private async views(from: Reader, rows: readonly OwnedRow[]): Promise<StaffOrderView[]> {
    if (rows.length === 0) return [];
    const views = await this.orders.read(
      from,
      `SELECT ${ORDER_VIEW_COLUMNS} FROM orders o JOIN order_lines l ON l.order_id = o.id
       WHERE o.id IN (${placeholders(rows.length)})`,
      rows.map(({ id }) => id),
    );
    const customers = new Map(rows.map((row) => [row.id, row.customer_id]));
    return views.map((view) => ({
      ...view,
      customerId: customers.get(view.id) ?? '',
      address: view.address && maskedAddress(view.address),
    }));
  }

  private async refundViewOf(row: RefundRow): Promise<StaffRefundView> {
    return { ...(await this.orders.refund(row)), orderId: row.order_id };
  }
}

interface Condition {
  readonly where: string;
  readonly values: readonly SqlValue[];
}

function conditions({ status, q, customerId = null, from, to }: OrderFilter): Condition {
  const given: readonly (readonly [string, readonly SqlValue[]])[] = [
    ['1 = 1', []],
    ...(status ? [['status = ?', [status]] as const] : []),
    ...(q ? [searchCondition(q, customerId)] : []),
    ...(from ? [['created_at >= ?', [from]] as const] : []),
    ...(to ? [['created_at < ?', [to]] as const] : []),
  ];
  return { where: given.map(([sql]) => sql).join(' AND '), values: given.flatMap(([, values]) => [...values]) };
}

/** MySQL compares a column of ASCII with nothing else. */
const ASCII = /^[\x20-\x7e]*$/;

function searchCondition(q: string, customerId: string | null): readonly [string, readonly SqlValue[]] {
  const numbers: readonly (readonly [string, string])[] = ASCII.test(q)
    ? [
        ['id', q],
        ['tracking_no', q],
      ]
    : [];
  const sought = customerId === null ? numbers : [...numbers, ['customer_id', customerId] as const];
  if (sought.length === 0) return ['1 = 0', []];
  return [`(${sought.map(([column]) => `${column} = ?`).join(' OR ')})`, sought.map(([, value]) => value)];
}
