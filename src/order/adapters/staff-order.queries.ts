import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database, type SqlValue } from '#platform/database';
import { pageOf, type StaffPage, type StaffPageRequest } from '#platform/http';
import { orderView, type OrderView, type RefundView, refundView } from '../application/order-view.js';
import { OrderNotFound, RefundNotFound } from '../domain/errors.js';
import type { OrderStatus } from '../domain/order.js';
import type { RefundStatus } from '../domain/refund.js';
import { maskedAddress } from '../application/masking.js';
import { OrderEntity, RefundEntity } from './order.entity.js';
import { orderFrom, refundFrom } from './order-mapping.js';
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

/** What staff see of orders: addresses masked, unless a reveal with a reason says otherwise. */
@Injectable()
export class StaffOrderQueries {
  constructor(
    private readonly database: Database,
    private readonly details: DetailsCipher,
  ) {}

  async list(filter: OrderFilter, request: StaffPageRequest): Promise<StaffPage<StaffOrderView>> {
    const { sql, values } = conditions(filter);
    const { items, nextCursor, total } = await this.page('orders', sql, values, request);
    const found = await this.entities(items.map(({ id }) => id));
    return { items: await Promise.all(found.map((entity) => this.viewOf(entity))), nextCursor, ...total };
  }

  /** @throws OrderNotFound */
  async order(orderId: string): Promise<StaffOrderView> {
    const [entity] = await this.entities([orderId]);
    if (!entity) throw new OrderNotFound();
    return this.viewOf(entity);
  }

  async refunds(status: RefundStatus | undefined, request: StaffPageRequest): Promise<StaffPage<StaffRefundView>> {
    const [sql, values] = status === undefined ? ['1 = 1', []] : ['status = ?', [status]];
    const { items, nextCursor, total } = await this.page('order_refunds', sql, values, request);
    const where = { id: In(items.map(({ id }) => id)) };
    const found = await this.database.manager.find(RefundEntity, { where, order: { id: 'DESC' } });
    return { items: await Promise.all(found.map((entity) => this.refundViewOf(entity))), nextCursor, ...total };
  }

  /** @throws RefundNotFound */
  async refund(refundId: string): Promise<StaffRefundView> {
    const entity = await this.database.manager.findOneBy(RefundEntity, { id: refundId });
    if (!entity) throw new RefundNotFound();
    return this.refundViewOf(entity);
  }

  private async page(table: string, sql: string, values: readonly SqlValue[], request: StaffPageRequest) {
    const { limit, after, offset } = request;
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM ${table} WHERE ${sql} AND id < ? ORDER BY id DESC LIMIT ${limit + 1} OFFSET ${offset ?? 0}`,
      [...values, after ?? '~'],
    );
    return { ...pageOf(rows, limit), total: offset === null ? {} : { total: await this.count(table, sql, values) } };
  }

  private async count(table: string, sql: string, values: readonly SqlValue[]): Promise<number> {
    const [row] = await this.database.query(`SELECT COUNT(*) AS n FROM ${table} WHERE ${sql}`, values);
    return Number(row?.['n']);
  }

  private entities(ids: readonly string[]): Promise<OrderEntity[]> {
    return this.database.manager.find(OrderEntity, {
      where: { id: In(ids) },
      order: { id: 'DESC' },
      relations: { lines: true, refunds: true },
      relationLoadStrategy: 'query',
    });
  }

  private async viewOf(entity: OrderEntity): Promise<StaffOrderView> {
    const order = orderFrom(entity);
    const view = orderView(order, await this.details.openAll(order, entity));
    return { ...view, customerId: entity.customerId, address: view.address && maskedAddress(view.address) };
  }

  private async refundViewOf(entity: RefundEntity): Promise<StaffRefundView> {
    const { id, reason, orderId } = entity;
    const text = reason === null ? undefined : await this.details.openRefundReason(id, reason);
    return { ...refundView(refundFrom(entity), text), orderId };
  }
}

function conditions({ status, q, customerId = null, from, to }: OrderFilter): { sql: string; values: SqlValue[] } {
  const given: readonly (readonly [string, readonly SqlValue[]])[] = [
    ['1 = 1', []],
    ...(status ? [['status = ?', [status]] as const] : []),
    ...(q ? [wanted(q, customerId)] : []),
    ...(from ? [['created_at >= ?', [from]] as const] : []),
    ...(to ? [['created_at < ?', [to]] as const] : []),
  ];
  return { sql: given.map(([sql]) => sql).join(' AND '), values: given.flatMap(([, values]) => [...values]) };
}

function wanted(q: string, customerId: string | null): readonly [string, readonly SqlValue[]] {
  if (customerId === null) return ['(id = ? OR tracking_no = ?)', [q, q]];
  return ['(id = ? OR tracking_no = ? OR customer_id = ?)', [q, q, customerId]];
}
