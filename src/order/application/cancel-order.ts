import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Orders } from '../domain/orders.js';

export interface CancelOrderCommand {
  readonly orderId: string;
  readonly customerId: string;
}

@Injectable()
export class CancelOrder {
  constructor(
    private readonly orders: Orders,
    private readonly clock: Clock,
  ) {}

  /** @throws OrderNotFound, OrderStatusForbids */
  async execute({ orderId, customerId }: CancelOrderCommand): Promise<void> {
    await this.orders.change(orderId, (order) => order.ownedBy(customerId).cancel('customer', this.clock.now()));
  }
}
