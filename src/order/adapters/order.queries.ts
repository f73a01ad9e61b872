import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { type Page, pageOf, type PageRequest } from '#platform/http';
import { OrderDesk, type PayableOrder } from '../application/order-desk.js';
import { orderView, type OrderView } from '../application/order-view.js';
import { OrderNotFound } from '../domain/errors.js';
import type { OrderStatus } from '../domain/order.js';
import { Orders } from '../domain/orders.js';
import { OrderEntity } from './order.entity.js';
import { orderFrom } from './order-mapping.js';
import { DetailsCipher } from './sealed-details.js';

/** WeChat takes at most 127 characters; a product's name alone may have 100. */
const DESCRIPTION_LENGTH = 100;

@Injectable()
export class OrderQueries extends OrderDesk {
  constructor(
    private readonly database: Database,
    private readonly orders: Orders,
    private readonly details: DetailsCipher,
  ) {
    super();
  }

  async view(orderId: string, customerId: string): Promise<OrderView> {
    const [entity] = await this.find(`o.id = :orderId AND o.customerId = :customerId`, { orderId, customerId }, 1);
    if (!entity) throw new OrderNotFound();
    return this.viewOf(entity);
  }

  async list(
    customerId: string,
    status: OrderStatus | undefined,
    { limit, after }: PageRequest,
  ): Promise<Page<OrderView>> {
    const conditions = [
      'o.customerId = :customerId',
      ...(status ? ['o.status = :status'] : []),
      ...(after ? ['o.id < :after'] : []),
    ];
    const entities = await this.find(conditions.join(' AND '), { customerId, status, after }, limit + 1);
    return pageOf(await Promise.all(entities.map((entity) => this.viewOf(entity))), limit);
  }

  async payable(orderId: string, customerId: string): Promise<PayableOrder> {
    const order = (await this.orders.get(orderId)).ownedBy(customerId);
    order.mustBePayable();
    const { lines, expiresAt } = order.snapshot;
    const name = lines[0]?.productName ?? '';
    const description = lines.length > 1 ? `${name} 等${lines.length}件商品` : name;
    return {
      orderId,
      totalFen: order.total.fen,
      description: [...description].slice(0, DESCRIPTION_LENGTH).join(''),
      expiresAt,
    };
  }

  private find(where: string, parameters: Record<string, unknown>, limit: number): Promise<OrderEntity[]> {
    return this.database.manager
      .createQueryBuilder(OrderEntity, 'o')
      .leftJoinAndSelect('o.lines', 'line')
      .where(where, parameters)
      .orderBy('o.id', 'DESC')
      .take(limit)
      .getMany();
  }

  private async viewOf(entity: OrderEntity): Promise<OrderView> {
    return orderView(orderFrom(entity), await this.details.open(entity.id, entity));
  }
}
