import { Injectable, Logger } from '@nestjs/common';
import { asActivity } from '#platform/activity';
import { PersonalDataUnreadable } from '#platform/crypto';
import { asDate, Database, inPages, placeholders } from '#platform/database';
import {
  type AnalyticsOrder,
  AnalyticsOrders,
  type OrderedFrom,
  type Period,
} from '../application/analytics-orders.js';
import { provinceOf } from '../application/province.js';
import type { OrderStatus } from '../domain/order-status.js';
import { DetailsCipher } from './sealed-details.js';

const PAGE = 500;
const PURPOSE = 'export:analytics';
const AMOUNTS = 'goods_fen, freight_fen, discount_fen, total_fen';

interface AddressRow {
  readonly id: string;
  readonly customer_id: string;
  readonly address: string | null;
  readonly created_at: unknown;
}

interface OrderRow extends AddressRow {
  readonly status: OrderStatus;
  readonly goods_fen: unknown;
  readonly freight_fen: unknown;
  readonly discount_fen: unknown;
  readonly total_fen: unknown;
}

interface LineRow {
  readonly order_id: string;
  readonly sku_id: string;
  readonly product_name: string;
  readonly quantity: unknown;
  readonly unit_price_fen: unknown;
}

type Items = AnalyticsOrder['items'];

@Injectable()
export class SqlAnalyticsOrders extends AnalyticsOrders {
  private readonly log = new Logger(SqlAnalyticsOrders.name);

  constructor(
    private readonly database: Database,
    private readonly details: DetailsCipher,
  ) {
    super();
  }

  provinces(period: Period): AsyncIterable<OrderedFrom> {
    return this.inPeriod<AddressRow, OrderedFrom>('address', period, async (rows) => {
      const provinces = await this.provincesOf(rows);
      return rows.map(({ customer_id }, at) => ({ customerId: customer_id, province: provinces[at] ?? null }));
    });
  }

  orders(period: Period): AsyncIterable<AnalyticsOrder> {
    return this.inPeriod<OrderRow, AnalyticsOrder>(`address, status, ${AMOUNTS}`, period, async (rows) => {
      const [provinces, items] = await Promise.all([this.provincesOf(rows), this.itemsOf(rows)]);
      return rows.map((row, at) => ({
        customerId: row.customer_id,
        province: provinces[at] ?? null,
        createdAt: asDate(row.created_at),
        status: row.status,
        goodsFen: Number(row.goods_fen),
        freightFen: Number(row.freight_fen),
        discountFen: Number(row.discount_fen),
        totalFen: Number(row.total_fen),
        items: items.get(row.id) ?? [],
      }));
    });
  }

  private async *inPeriod<R extends AddressRow, T>(
    columns: string,
    { from, to }: Period,
    read: (rows: readonly R[]) => Promise<readonly T[]>,
  ): AsyncGenerator<T> {
    const pages = inPages<R[]>(1, async (last) => {
      const row = last?.at(-1);
      const since = row ? asDate(row.created_at) : from;
      const rows = await this.database.query<R>(
        `SELECT id, customer_id, created_at, ${columns} FROM orders
         WHERE created_at >= ? AND created_at < ? AND (created_at > ? OR id > ?)
         ORDER BY created_at, id LIMIT ${PAGE}`,
        [since, to, since, row?.id ?? ''],
      );
      return rows.length === 0 ? [] : [rows];
    });
    for await (const rows of pages) yield* await read(rows);
  }

  /** Each page is an activity of its own: the audit log names whose keys were used, and nobody keeps count of millions. */
  private provincesOf(rows: readonly AddressRow[]): Promise<(string | null)[]> {
    return asActivity(PURPOSE, () => Promise.all(rows.map((row) => this.provinceOf(row))));
  }

  private async provinceOf({ id, address: sealed }: AddressRow): Promise<string | null> {
    try {
      const { address } = await this.details.open(id, { address: sealed, remark: null });
      return address && provinceOf(address.province);
    } catch (error) {
      if (!(error instanceof PersonalDataUnreadable)) throw error;
      this.log.error({ orderId: id }, 'An address does not decrypt; its order is exported without a region');
      return null;
    }
  }

  private async itemsOf(orders: readonly OrderRow[]): Promise<ReadonlyMap<string, Items>> {
    const rows = await this.database.query<LineRow>(
      `SELECT order_id, sku_id, product_name, quantity, unit_price_fen FROM order_lines
       WHERE order_id IN (${placeholders(orders.length)}) ORDER BY order_id, line_no`,
      orders.map(({ id }) => id),
    );
    const items = new Map<string, Items[number][]>();
    for (const { order_id, sku_id: skuId, product_name: productName, quantity, unit_price_fen } of rows) {
      const item = { skuId, productName, quantity: Number(quantity), unitPriceFen: Number(unit_price_fen) };
      items.set(order_id, [...(items.get(order_id) ?? []), item]);
    }
    return items;
  }
}
