import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Orders } from '../domain/orders.js';

export interface ConfirmReceiptCommand {
  readonly orderId: string;
  readonly customerId: string;
}

@Injectable()
export class ConfirmReceipt {
  constructor(
    private readonly orders: Orders,
    private readonly clock: Clock,
  ) {}

  /** @throws OrderNotFound, OrderStatusForbids */
  async execute({ orderId, customerId }: ConfirmReceiptCommand): Promise<void> {
    await this.orders.change(orderId, (order) => order.ownedBy(customerId).receive(this.clock.now()));
  }
}
