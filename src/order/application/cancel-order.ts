import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { EventBus } from '#platform/events';
import { Orders } from '../domain/orders.js';

export interface CancelOrderCommand {
  readonly orderId: string;
  readonly customerId: string;
}

/** Who cancels and orders anew finds the stock back: the answer waits for the reactions this long, though not for a slow WeChat. */
export const REACTIONS_HEARD_MS = 500;

@Injectable()
export class CancelOrder {
  constructor(
    private readonly orders: Orders,
    private readonly bus: EventBus,
    private readonly clock: Clock,
  ) {}

  /** @throws OrderNotFound, OrderStatusForbids */
  async execute({ orderId, customerId }: CancelOrderCommand): Promise<void> {
    await this.orders.change(orderId, (order) => order.ownedBy(customerId).cancel('customer', this.clock.now()));
    await this.bus.settledWithin(orderId, REACTIONS_HEARD_MS);
  }
}
