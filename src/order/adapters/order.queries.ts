import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, LessThan } from 'typeorm';
import { Database } from '#platform/database';
import { type Page, pageOf, type PageRequest } from '#platform/http';
import { orderView, type OrderView } from '../application/order-view.js';
import { OrderViews } from '../application/order-views.js';
import { OrderNotFound } from '../domain/errors.js';
import type { OrderStatus } from '../domain/order.js';
import { OrderEntity } from './order.entity.js';
import { orderFrom } from './order-mapping.js';
import { DetailsCipher } from './sealed-details.js';

/** What a customer sees. */
@Injectable()
export class OrderQueries extends OrderViews {
  constructor(
    private readonly database: Database,
    private readonly details: DetailsCipher,
  ) {
    super();
  }

  async view(orderId: string, customerId: string): Promise<OrderView> {
    const [entity] = await this.find({ id: orderId, customerId }, 1);
    if (!entity) throw new OrderNotFound();
    return this.viewOf(entity);
  }

  async list(
    customerId: string,
    status: OrderStatus | undefined,
    { limit, after }: PageRequest,
  ): Promise<Page<OrderView>> {
    const where = { customerId, ...(status && { status }), ...(after !== null && { id: LessThan(after) }) };
    const entities = await this.find(where, limit + 1);
    return pageOf(await Promise.all(entities.map((entity) => this.viewOf(entity))), limit);
  }

  private find(where: FindOptionsWhere<OrderEntity>, take: number): Promise<OrderEntity[]> {
    return this.database.manager.find(OrderEntity, {
      where,
      order: { id: 'DESC' },
      take,
      relations: { lines: true, refunds: true },
      relationLoadStrategy: 'query',
    });
  }

  private async viewOf(entity: OrderEntity): Promise<OrderView> {
    const order = orderFrom(entity);
    return orderView(order, await this.details.openAll(order, entity));
  }
}
