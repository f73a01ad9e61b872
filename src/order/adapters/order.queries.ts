import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { type Page, pageOf, type PageRequest } from '#platform/http';
import type { OrderView } from '../application/order-view.js';
import { OrderViews } from '../application/order-views.js';
import { OrderNotFound } from '../domain/errors.js';
import type { OrderStatus } from '../domain/order-status.js';
import { OrderLists } from './order-lists.js';
import { OrderReader } from './order-reader.js';
import { ORDER_VIEW_COLUMNS } from './order-rows.js';
import { DetailsCipher } from './sealed-details.js';

/**
 * What a customer sees. A hot path: plain SQL straight into the view. `order.queries.spec.ts` holds it against the
 * aggregate's own view.
 */
@Injectable()
export class OrderQueries extends OrderViews {
  private readonly orders: OrderReader;
  private readonly lists: OrderLists;

  constructor(
    private readonly database: Database,
    details: DetailsCipher,
  ) {
    super();
    this.orders = new OrderReader(details);
    this.lists = new OrderLists(database);
  }

  async view(orderId: string, customerId: string): Promise<OrderView> {
    const [view] = await this.orders.read(
      this.database,
      `SELECT ${ORDER_VIEW_COLUMNS} FROM orders o JOIN order_lines l ON l.order_id = o.id
       WHERE o.id = ? AND o.customer_id = ?`,
      [orderId, customerId],
    );
    if (!view) throw new OrderNotFound();
    return view;
  }

  async list(customerId: string, status: OrderStatus | undefined, page: PageRequest): Promise<Page<OrderView>> {
    return pageOf(await this.orders.open(await this.lists.of({ customerId, status, page })), page.limit);
  }
}
