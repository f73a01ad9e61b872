import { Injectable } from '@nestjs/common';
import type { BeijingDay } from '#kernel';
import { Database, placeholders, type Reader } from '#platform/database';
import { Pseudonyms } from '../application/pseudonyms.js';
import { type PaidFor, type Sale, Sales } from '../application/sales.js';

interface OrderRow {
  readonly id: string;
  readonly customer_id: string;
  readonly payment_id: string | null;
  readonly goods_fen: unknown;
  readonly freight_fen: unknown;
  readonly discount_fen: unknown;
  readonly total_fen: unknown;
}

interface LineRow {
  readonly order_id: string;
  readonly sku_id: string;
  readonly product_name: string;
  readonly sku_name: string;
  readonly quantity: unknown;
  readonly unit_price_fen: unknown;
  readonly discount_fen: unknown;
}

/** How often somebody bought before this day, and on it in the pages before this one. */
interface Purchases {
  readonly earlier: number;
  readonly today: number;
}

const NONE: Purchases = { earlier: 0, today: 0 };

/**
 * Orders by their keys, those of a customer by an index: nothing is joined, and no index is there for this alone.
 * Nothing is read from a replica: an order that is late there would be missing for good.
 */
@Injectable()
export class SqlSales extends Sales {
  constructor(
    private readonly database: Database,
    private readonly pseudonyms: Pseudonyms,
  ) {
    super();
  }

  async paidBy(payments: readonly PaidFor[], day: BeijingDay, before: PaidFor | null): Promise<readonly Sale[]> {
    if (payments.length === 0) return [];
    const pseudonymOf = await this.pseudonyms.ready();
    const { orders, lines, purchases } = await read(this.database, payments, day, before);
    const met = new Set<string>();
    return payments.flatMap(({ orderId, paymentId, paidAt }): Sale[] => {
      const order = orders.get(orderId);
      if (order?.payment_id !== paymentId) return [];
      const { earlier, today } = purchases.get(order.customer_id) ?? NONE;
      const isFirstOfDay = today === 0 && !met.has(order.customer_id);
      met.add(order.customer_id);
      return [
        {
          paidAt,
          customer: pseudonymOf(order.customer_id),
          isNewCustomer: earlier === 0,
          isFirstOfDay,
          goodsFen: Number(order.goods_fen),
          freightFen: Number(order.freight_fen),
          discountFen: Number(order.discount_fen),
          totalFen: Number(order.total_fen),
          items: lines.get(orderId) ?? [],
        },
      ];
    });
  }
}

async function read(from: Reader, payments: readonly PaidFor[], day: BeijingDay, before: PaidFor | null) {
  const ids = payments.map(({ orderId }) => orderId);
  const rows = await from.query<OrderRow>(
    `SELECT id, customer_id, payment_id, goods_fen, freight_fen, discount_fen, total_fen FROM orders
     WHERE id IN (${placeholders(ids.length)})`,
    ids,
  );
  return {
    orders: new Map(rows.map((row) => [row.id, row])),
    lines: await linesOf(from, ids),
    purchases: await purchasesOf(from, [...new Set(rows.map((row) => row.customer_id))], day, before),
  };
}

async function linesOf(from: Reader, orderIds: readonly string[]): Promise<ReadonlyMap<string, Sale['items']>> {
  const rows = await from.query<LineRow>(
    `SELECT order_id, sku_id, product_name, sku_name, quantity, unit_price_fen, discount_fen FROM order_lines
     WHERE order_id IN (${placeholders(orderIds.length)}) ORDER BY order_id, line_no`,
    orderIds,
  );
  const lines = new Map<string, Sale['items'][number][]>();
  for (const row of rows) {
    const line = {
      skuId: row.sku_id,
      productName: row.product_name,
      skuName: row.sku_name,
      quantity: Number(row.quantity),
      unitPriceFen: Number(row.unit_price_fen),
      discountFen: Number(row.discount_fen),
    };
    const others = lines.get(row.order_id);
    if (others) others.push(line);
    else lines.set(row.order_id, [line]);
  }
  return lines;
}

async function purchasesOf(
  from: Reader,
  customerIds: readonly string[],
  { start }: BeijingDay,
  before: PaidFor | null,
): Promise<ReadonlyMap<string, Purchases>> {
  if (customerIds.length === 0) return new Map();
  const [until, paymentId] = before ? [before.paidAt, before.paymentId] : [start, ''];
  const rows = await from.query<{ customer_id: string; earlier: unknown; in_all: unknown }>(
    `SELECT customer_id, SUM(CASE WHEN paid_at < ? THEN 1 ELSE 0 END) AS earlier, COUNT(*) AS in_all FROM orders
     WHERE customer_id IN (${placeholders(customerIds.length)})
       AND (paid_at < ? OR (paid_at = ? AND payment_id <= ?)) GROUP BY customer_id`,
    [start, ...customerIds, until, until, paymentId],
  );
  return new Map(
    rows.map(({ customer_id, earlier, in_all }) => [
      customer_id,
      { earlier: Number(earlier), today: Number(in_all) - Number(earlier) },
    ]),
  );
}
